package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * Leaves the event loop at once, whichever task or callback throws it. Python's {@code KeyboardInterrupt} and
 * {@code SystemExit}.
 */
public class LoopExit extends Error {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public LoopExit() {}

    /** With a message. */
    public LoopExit(@Nullable String message) {
        super(message);
    }
}
