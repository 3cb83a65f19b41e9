package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a test's loop. A virtual one starts at 0, stands still while anything is ready, and then jumps to the
 * next timer; it knows when all tasks are blocked. For one loop.
 *
 * <p>Without JUnit: {@code EventLoop.builder().clock(TestClock.virtual()).build()}.
 */
public final class TestClock implements Clock {
    private final @Nullable Clock real;
    private final List<Promise<Void>> blocked = new ArrayList<>();
    private final List<Promise<Void>> idle = new ArrayList<>();
    private long now;
    private long limit = Long.MAX_VALUE;

    private TestClock(@Nullable Clock real) {
        this.real = real;
    }

    /** A clock that jumps. */
    public static TestClock virtual() {
        return new TestClock(null);
    }

    /** The system's clock, starting at 0 now. */
    public static TestClock real() {
        return new TestClock(Clock.system());
    }

    /** The time. */
    public Duration now() {
        return Duration.ofNanos(nanos());
    }

    /**
     * Lets time pass, and then waits until all other tasks are blocked: what was due by then has been done.
     *
     * @param time how much; zero only waits for the others
     * @throws IllegalArgumentException if it is negative
     */
    public Coroutine<Void> advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("Time does not run backwards: " + time);
        }
        return advanced(time);
    }

    @Async
    private Coroutine<Void> advanced(Duration time) {
        await(sleep(time));
        await(allTasksBlocked());
        return Coroutine.done();
    }

    /**
     * Waits until every other task is blocked: nothing is ready, no work is going on in other threads that the loop
     * knows of. Virtual time does not pass meanwhile. trio's {@code wait_all_tasks_blocked}.
     */
    @Async
    public Coroutine<Void> allTasksBlocked() {
        Promise<Void> promise = new Promise<>();
        blocked.add(promise);
        await(promise);
        return Coroutine.done();
    }

    /**
     * Lets everything happen that happens by itself, timers included: waits until nothing is ready and no timer is set.
     * Does not end while something sets timers again and again.
     */
    @Async
    public Coroutine<Void> runUntilIdle() {
        Promise<Void> promise = new Promise<>();
        idle.add(promise);
        await(promise);
        return Coroutine.done();
    }

    // ---- for the loop --------------------------------------------------------------------------

    @Override
    public long nanos() {
        return real == null ? now : real.nanos();
    }

    @Override
    public boolean isVirtual() {
        return real == null;
    }

    @Override
    public boolean jumpTo(long nanos) {
        if (real != null) {
            return false;
        }
        if (nanos > limit) {
            throw new Exceeded();
        }
        now = Math.max(now, nanos);
        return true;
    }

    @Override
    public void idle(long nextTimer) {
        if ((blocked.isEmpty() && idle.isEmpty()) || nextTimer <= nanos()) {
            return;
        }
        if (!wake(blocked) && nextTimer == Long.MAX_VALUE) {
            wake(idle);
        }
    }

    @SuppressWarnings("NullAway") // a Void
    private static boolean wake(List<Promise<Void>> waiting) {
        boolean any = false;
        for (Promise<Void> p : waiting) {
            if (!p.isDone()) {
                p.setResult(null);
                any = true;
            }
        }
        waiting.clear();
        return any;
    }

    /** Virtual time must not go beyond this. */
    void limit(Duration later) {
        long end;
        try {
            end = Math.addExact(nanos(), later.toNanos());
        } catch (ArithmeticException e) {
            end = Long.MAX_VALUE;
        }
        limit = end;
    }

    /** The limit was reached: leaves the loop. */
    static final class Exceeded extends LoopExit {
        private static final long serialVersionUID = 1;
    }

    @Override
    public String toString() {
        return "TestClock[" + now() + (real == null ? ", virtual]" : "]");
    }
}
