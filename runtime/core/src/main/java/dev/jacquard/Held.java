package dev.jacquard;

import dev.jacquard.annotations.Async;

/**
 * A lock that is held, or a permit: closing it gives it back. What {@code async with lock} stands
 * for:
 *
 * <pre>{@code
 * try (var held = await(lock.acquire())) { ... }
 * }</pre>
 */
public final class Held implements AsyncCloseable {
    private final Releasable source;
    private boolean closed;

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

    void release() {
        if (!closed) {
            closed = true;
            source.release();
        }
    }

    @Override
    public String toString() {
        return "Held[" + (closed ? "given back" : source) + "]";
    }
}
