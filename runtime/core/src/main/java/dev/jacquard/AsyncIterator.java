package dev.jacquard;

import java.util.Iterator;

/**
 * An iterator whose next element may have to be waited for. Python's {@code __anext__}.
 *
 * @param <V> the elements
 */
public interface AsyncIterator<V> extends Iterator<V> {
    /** Waits until it is known whether there is a next element; asking again changes nothing until {@link #next}. */
    Coroutine<Boolean> hasNextAsync();

    /**
     * The element that {@link #hasNextAsync} has found.
     *
     * @throws java.util.NoSuchElementException if it has found none, or was not awaited
     */
    @Override
    V next();

    /**
     * Stands for {@code await(hasNextAsync())} in woven code.
     *
     * @throws IllegalStateException outside of {@code @Async} code
     */
    @Override
    default boolean hasNext() {
        throw new IllegalStateException("hasNext() of the asynchronous iterator "
                + getClass().getName()
                + " was called outside of woven code. Use a for loop in an @Async method"
                + " over an expression whose type is AsyncIterable, or"
                + " await(hasNextAsync()).");
    }
}
