package dev.jacquard;

/** What is closed without waiting: the close at the end of a statement needs no coroutine. */
abstract class Prompt implements AsyncCloseable {
    /** Does what {@link #closeAsync} does when it is awaited. */
    abstract void release();
}
