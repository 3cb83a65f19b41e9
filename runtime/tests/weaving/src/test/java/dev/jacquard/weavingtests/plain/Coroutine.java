package dev.jacquard.weavingtests.plain;

/** A value, an exception, or a body that runs when it is awaited. */
public class Coroutine<T> implements Awaitable<T> {
    private final Body body;

    private Coroutine(Body body) {
        this.body = body;
    }

    public static <T> Coroutine<T> of(T value) {
        return new Coroutine<>(() -> value);
    }

    public static Coroutine<Void> done() {
        return of(null);
    }

    public static <T> Coroutine<T> failed(Throwable e) {
        return new Coroutine<>(() -> {
            throw e;
        });
    }

    /** Called where an {@code @Async} method was called. */
    public static Coroutine<?> lazy(Body body) {
        return new Coroutine<>(() -> force((Coroutine<?>) body.call()));
    }

    /** Called before each return of an {@code @Async} method: a returned coroutine is awaited there. */
    public static Coroutine<?> settle(Coroutine<?> returned) throws Throwable {
        return returned == null ? null : of(force(returned));
    }

    static Object force(Coroutine<?> coroutine) throws Throwable {
        return coroutine.body.call();
    }

    @Override
    public Coroutine<T> asCoroutine() {
        return this;
    }

    public void close() {}
}
