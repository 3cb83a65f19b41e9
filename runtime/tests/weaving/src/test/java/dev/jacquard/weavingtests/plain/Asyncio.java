package dev.jacquard.weavingtests.plain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code await} that simply returns. */
public final class Asyncio {
    private Asyncio() {}

    public static <T> T await(Awaitable<T> x) {
        try {
            @SuppressWarnings("unchecked")
            T value = (T) Coroutine.force(x.asCoroutine());
            return value;
        } catch (Throwable t) {
            throw sneak(t);
        }
    }

    public static <T> T await(CompletionStage<T> x) {
        try {
            return x.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw sneak(e.getCause());
        }
    }

    public static <T, X extends Exception> T await(Awaitable<T> x, Class<X> thrown) {
        return await(x);
    }

    public static <T, X extends Exception> T await(CompletionStage<T> x, Class<X> thrown) {
        return await(x);
    }

    public static <V> void emit(V value) {
        AsyncGenerator.emit(value);
    }

    public static <T> T run(Coroutine<T> main) {
        return await(main);
    }

    public static Coroutine<Void> sleep(long millis) {
        return Coroutine.done();
    }

    @SafeVarargs
    public static <T> Awaitable<List<T>> gather(Awaitable<? extends T>... xs) {
        List<T> values = new ArrayList<>();
        for (Awaitable<? extends T> x : xs) {
            values.add(await(x));
        }
        return Coroutine.of(values);
    }

    /** Called where an {@code @Async} method that returns a stage was called. */
    public static CompletableFuture<?> stage(Body body) {
        try {
            Object value = await((CompletionStage<?>) body.call());
            return CompletableFuture.completedFuture(value);
        } catch (Throwable t) {
            return CompletableFuture.failedFuture(t);
        }
    }

    /** What goes on after an implicit close: no cancellation is suppressed by what is none. */
    public static Throwable suppress(Throwable first, Throwable later) {
        boolean wins = later instanceof CancelledError
                ? !(first instanceof CancelledError)
                : later instanceof GeneratorExit
                        && !(first instanceof CancelledError)
                        && !(first instanceof GeneratorExit);
        (wins ? later : first).addSuppressed(wins ? first : later);
        return wins ? later : first;
    }

    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException sneak(Throwable t) throws X {
        throw (X) t;
    }
}
