package dev.jacquard;

import dev.jacquard.annotations.Async;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held, or a permit: closing it gives it back. What {@code async with lock} stands
 * for:
 *
 * <pre>{@code
 * try (var held = await(lock.acquire())) { ... }
 * }</pre>
 */
public final class Held implements AsyncCloseable {
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
