package dev.jacquard;

/** What {@link Held} gives back. */
interface Releasable {
    /** Waits until there is something to hold. */
    Coroutine<?> acquire();

    void release();
}
