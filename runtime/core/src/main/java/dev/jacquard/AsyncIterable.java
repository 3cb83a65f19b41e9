package dev.jacquard;

/**
 * What {@code for (V v : xs)} in an {@code @Async} method goes through asynchronously. Python's {@code __aiter__}.
 *
 * @param <V> the elements
 */
public interface AsyncIterable<V> extends Iterable<V> {
    @Override
    AsyncIterator<V> iterator();
}
