package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * Of what a task takes something, after a wait if need be: a lock, a queue. That needs no frame, see {@link Attempt}.
 *
 * @param <T> what is taken
 */
abstract class Source<T extends @Nullable Object> extends LoopBound {
    private final Take<T> forAll = new Take<>(this, true);

    /** Takes it, each time that it is awaited. In debug mode each is another one, so that a forgotten one is told. */
    final Coroutine<T> taking() {
        return Observer.listening ? new Take<>(this) : forAll;
    }

    /** Takes it or begins to wait: what {@link Leaf#call} gives. */
    abstract @Nullable Object takeOrWait(BaseDriver driver) throws Throwable;

    /** How users know the call. */
    abstract String taken();

    private static final class Take<T extends @Nullable Object> extends Leaf<T> {
        private final Source<T> source;

        Take(Source<T> source) {
            this.source = source;
        }

        /** The one that is the same for all who await it. */
        Take(Source<T> source, boolean internal) {
            super(internal);
            this.source = source;
        }

        @Override
        @Nullable
        Object call(BaseDriver driver) throws Throwable {
            untrack();
            return source.takeOrWait(driver);
        }

        @Override
        boolean isConstant() {
            return true;
        }

        @Override
        public String toString() {
            return source.taken();
        }
    }
}
