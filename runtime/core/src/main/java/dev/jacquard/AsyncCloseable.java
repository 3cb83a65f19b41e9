package dev.jacquard;

/**
 * A resource whose closing may wait. In an {@code @Async} method, {@code try (var r = ...)} awaits {@link #closeAsync}.
 * Python's {@code __aexit__}.
 *
 * <p>What that throws is added to the body's exception, if there is one, as a suppressed exception; but a
 * {@link CancelledError}, {@link LoopExit} or {@link GeneratorExit} that comes out of the close is thrown itself, and
 * has the body's exception suppressed, unless that ends the task, too.
 */
public interface AsyncCloseable extends AutoCloseable {
    /** Closes the resource; closing again does nothing. */
    Coroutine<Void> closeAsync();

    /**
     * Stands for {@code await(closeAsync())} in woven code.
     *
     * @throws IllegalStateException outside of {@code @Async} code
     */
    @Override
    default void close() {
        throw new IllegalStateException(getClass().getName()
                + ".close() was called outside of woven code. Closing it may wait: use"
                + " try-with-resources in an @Async method on a variable whose type is"
                + " AsyncCloseable, or await(closeAsync()).");
    }
}
