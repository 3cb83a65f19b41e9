package dev.jacquard.testing.schedules;

import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.LoopExit;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that comes from outside, simulated: a packet arrives, a disk has written. A schedule lets it happen at any
 * time from when it is due on, and in any order with others, except that those of one {@link #stream} keep theirs. On a
 * loop without a schedule it happens when it is due.
 *
 * <p>What {@link dev.jacquard.testing.net.SimulatedNetwork} delivers are such events; a test may simulate other devices
 * with its own.
 */
public abstract class Event extends Job {
    /** For subclasses. */
    protected Event() {}

    /** Does it: in the loop, as a step of its own. What it throws is told to the loop's handler. */
    protected abstract void happen();

    /** To whom it happens, for the story: a short name. */
    protected abstract String who();

    /** What happens, for the story: {@code receives "x" from b}. */
    protected abstract String what();

    /**
     * Events with the same stream, by identity, happen in the order in which they are due.
     *
     * @return null if it is independent of all others
     */
    protected @Nullable Object stream() {
        return null;
    }

    /** Makes it due now. Once for each event; on the loop's thread. */
    public final void happenSoon(EventLoop loop) {
        of(loop).schedule(this);
    }

    /**
     * Makes it due at a time. Once for each event; on the loop's thread.
     *
     * @param when on the loop's clock
     */
    public final void happenAt(EventLoop loop, Duration when) {
        of(loop).scheduleAt(when.toNanos(), this);
    }

    private static JobLoop of(EventLoop loop) {
        if (Objects.requireNonNull(loop, "loop") instanceof JobLoop jobs) {
            return jobs;
        }
        throw new IllegalArgumentException("Events happen on loops that EventLoop.builder() makes, not on " + loop);
    }

    @Override
    protected final JobKind kind() {
        return JobKind.RESULT;
    }

    @Override
    protected final void run(JobLoop on) {
        try {
            happen();
        } catch (LoopExit e) {
            throw e;
        } catch (Throwable e) {
            ((EventLoop) on).callExceptionHandler(new ErrorContext("Exception in event " + this, e, this));
        }
    }

    @Override
    public String toString() {
        return who() + " " + what();
    }
}
