package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * A generator that may wait between its values: what an {@code @Async} method with {@code emit} returns. Python's
 * asynchronous generator (PEP 525).
 *
 * @param <V> the values
 */
public abstract class AsyncGenerator<V extends @Nullable Object> implements AsyncIterable<V>, AsyncCloseable {
    AsyncGenerator() {}

    /** What a generator method returns at its end. */
    public static <V extends @Nullable Object> AsyncGenerator<V> end() {
        return new BodyGenerator<>(null);
    }

    /**
     * The next value. Python's {@code anext}.
     *
     * @return a coroutine that throws {@link StopAsyncIteration} at the end
     */
    public abstract Coroutine<V> nextAsync();

    /**
     * Goes on with a value as the result of {@code emit}. Python's {@code asend}.
     *
     * @param value what is sent; null if the generator has not started
     * @return the next value, as {@link #nextAsync} gives it
     */
    public abstract Coroutine<V> send(@Nullable Object value);

    /**
     * Goes on with an exception, thrown by {@code emit}. Python's {@code athrow}.
     *
     * @return the next value, as {@link #nextAsync} gives it; null if the generator had ended
     */
    public abstract Coroutine<@Nullable V> throwInto(Throwable exception);

    /**
     * Throws {@link GeneratorExit} where the generator is suspended, so that its finally parts run. Python's
     * {@code aclose}.
     */
    @Override
    public abstract Coroutine<Void> closeAsync();
}
