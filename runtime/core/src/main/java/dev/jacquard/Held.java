package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held, or a permit: closing it gives it back. What {@code async with lock} stands for:
 *
 * <pre>{@code
 * try (var held = await(lock.acquire())) { ... }
 * }</pre>
 */
public final class Held extends Prompt {
    /** Null when it was given back. */
    private @Nullable Releasable source;

    Held(Releasable source) {
        this.source = source;
    }

    /**
     * Releases what is held, without waiting; closing again does nothing.
     *
     * @throws IllegalStateException when awaited, if it was released by {@code release()} meanwhile
     */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        release();
        return Coroutine.done();
    }

    /** Runs a body while something is held. */
    @Async
    static <T, X extends Exception> Coroutine<T> during(Releasable source, ThrowingAsyncCallable<T, X> body) throws X {
        Objects.requireNonNull(body, "body is null");
        await(source.acquire());
        try {
            return Coroutine.of(await(body.call()));
        } finally {
            source.release();
        }
    }

    @Override
    void release() {
        Releasable s = source;
        if (s != null) {
            source = null;
            s.release();
        }
    }

    @Override
    public String toString() {
        return "Held[" + (source == null ? "given back" : source) + "]";
    }
}
