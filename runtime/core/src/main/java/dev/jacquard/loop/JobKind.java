package dev.jacquard.loop;

/** What a job is, for who chooses among the ready ones: asyncio promises the order of some. */
public enum JobKind {
    /** A step of a task. */
    STEP(1),
    /** A callback: the loop promises to call them in the order of scheduling. */
    CALLBACK(2),
    /** A timer whose time has come. */
    TIMER(4),
    /** What comes from another thread or from outside: it may come at any time. */
    RESULT(8);

    private final int bit;

    JobKind(int bit) {
        this.bit = bit;
    }

    /** A bit of its own, for sets of kinds. */
    public int bit() {
        return bit;
    }
}
