package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import org.jspecify.annotations.Nullable;

/**
 * A future that is told of the end of others, its children. As the only callback of one it is stored there itself, so
 * that a million children need no object each.
 *
 * @param <T> the result
 */
abstract class ParentFuture<T extends @Nullable Object> extends Future<T> {
    ParentFuture(BaseEventLoop loop) {
        super(loop);
    }

    /** A child is done. */
    abstract void childDone(Future<?> child);

    /** Tells that a child is done, where the child has other callbacks too. */
    static final class Child extends Job {
        final ParentFuture<?> outer;
        private final Future<?> child;

        Child(ParentFuture<?> outer, Future<?> child) {
            this.outer = outer;
            this.child = child;
        }

        @Override
        protected void run(JobLoop on) {
            outer.childDone(child);
        }
    }
}
