package dev.jacquard.testing;

/** Which time the loop of a test takes. */
public enum TestTime {
    /** What the class says; virtual if it says nothing. */
    DEFAULT,

    /** The clock stands still while anything is ready, then jumps to the next timer. */
    VIRTUAL,

    /** The system's clock. */
    REAL
}
