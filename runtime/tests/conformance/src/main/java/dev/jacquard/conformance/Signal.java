package dev.jacquard.conformance;

/** How a block of instructions ended. */
enum Signal {
    NEXT,
    BREAK,
    CONTINUE,
    RETURN;

    /** Whether the loop ends, of whose body this is the signal. */
    boolean leavesLoop() {
        return this == BREAK || this == RETURN;
    }

    /** The signal of the loop that ends with this one. */
    Signal afterLoop() {
        return this == RETURN ? RETURN : NEXT;
    }
}
