package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import org.jspecify.annotations.Nullable;

/**
 * The future of what ends outside of the loop, on whatever thread.
 *
 * @param <T> the result
 */
abstract class ArrivingFuture<T extends @Nullable Object> extends Future<T> {
    ArrivingFuture(BaseEventLoop loop) {
        super(loop);
    }

    /** Hands over how it has ended; from any thread. Nobody can wait for it if the loop is closed. */
    final void post(@Nullable T value, @Nullable Throwable e) {
        loop.offer(new Job() {
            @Override
            protected JobKind kind() {
                return JobKind.RESULT;
            }

            @Override
            protected void run(JobLoop on) {
                arrived(value, e);
            }
        });
    }

    /** It is there, on the loop's thread. */
    abstract void arrived(@Nullable T value, @Nullable Throwable e);
}
