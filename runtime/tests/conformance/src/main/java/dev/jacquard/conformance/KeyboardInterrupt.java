package dev.jacquard.conformance;

import dev.jacquard.LoopExit;
import org.jspecify.annotations.Nullable;

/** Leaves the loop at once, as its namesake does in Python. */
final class KeyboardInterrupt extends LoopExit {
    private static final long serialVersionUID = 1L;

    KeyboardInterrupt(@Nullable String message) {
        super(message);
    }
}
