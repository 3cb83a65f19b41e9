package dev.jacquard.benchmarks.limit;

/** What the ready queue runs. */
abstract class Job {
    abstract void run();

    /** Whether, as a timer, it has been cancelled. */
    boolean isDropped() {
        return false;
    }
}
