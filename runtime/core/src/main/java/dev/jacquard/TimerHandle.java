package dev.jacquard;

import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import java.time.Duration;

/** A callback that is scheduled for some time. {@code asyncio.TimerHandle}. */
public final class TimerHandle extends Handle {
    private final long when;
    private boolean fired;

    TimerHandle(BaseEventLoop loop, long when, Runnable callback, Context context) {
        super(loop, callback, context);
        this.when = when;
    }

    /** When the callback is due, on the loop's clock. */
    public Duration when() {
        return Duration.ofNanos(when);
    }

    @Override
    public void cancel() {
        if (!isCancelled()) {
            super.cancel();
            if (!fired) {
                loop.noteDropped();
            }
        }
    }

    @Override
    protected JobKind kind() {
        return JobKind.TIMER;
    }

    @Override
    protected void run(JobLoop on) {
        fired = true;
        super.run(on);
    }
}
