package dev.jacquard.loop;

/** What a job is, for who chooses among the ready ones: asyncio promises the order of some. */
public enum JobKind {
    /** A step of a task. */
    STEP,
    /** A callback: the loop promises to call them in the order of scheduling. */
    CALLBACK,
    /** A timer whose time has come. */
    TIMER,
    /** What comes from another thread or from outside: it may come at any time. */
    RESULT
}
