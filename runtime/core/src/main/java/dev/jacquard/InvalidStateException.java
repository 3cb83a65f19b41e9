package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** A future is not, or is already, done. {@code asyncio.InvalidStateError}. */
public class InvalidStateException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** With a message. */
    public InvalidStateException(@Nullable String message) {
        super(message);
    }
}
