package dev.jacquard;

import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import org.jspecify.annotations.Nullable;

/** The future and the timer of a {@code sleep} in one: fired as a timer it completes itself. */
final class SleepFuture extends Future<@Nullable Object> {
    private final @Nullable Object value;

    SleepFuture(BaseEventLoop loop, @Nullable Object value) {
        super(loop);
        this.value = value;
    }

    @Override
    protected JobKind kind() {
        return state == PENDING ? JobKind.TIMER : JobKind.CALLBACK;
    }

    @Override
    protected boolean isDropped() {
        return state != PENDING;
    }

    @Override
    protected void run(JobLoop on) {
        if (state == PENDING) {
            complete(DONE, value);
        }
    }

    @Override
    public boolean cancel(@Nullable String message) {
        boolean cancelled = super.cancel(message);
        if (cancelled) {
            loop.noteDropped();
        }
        return cancelled;
    }
}
