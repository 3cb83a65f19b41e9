package dev.jacquard;

/** What {@link Held} gives back. */
interface Releasable {
    void release();
}
