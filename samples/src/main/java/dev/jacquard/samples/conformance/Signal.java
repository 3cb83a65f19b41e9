package dev.jacquard.samples.conformance;

/** How a block of instructions ended. */
enum Signal {
    NEXT,
    BREAK,
    CONTINUE,
    RETURN
}
