package dev.jacquard.benchmarks.limit;

/** A call that has really suspended, or the start of a task (state 0). */
abstract class Frame {
    static final Object SUSPENDED = new Object();

    Frame parent;
    int state;

    /** Goes on after suspension point {@code state} with what was awaited, or a Failure. */
    abstract Object resume(Task c, Object v);
}
