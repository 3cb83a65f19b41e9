package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * The task was asked to cancel. An {@link Error}, so that {@code catch (Exception e)} does not swallow it. Whoever
 * catches it should clean up and throw it again. {@code asyncio.CancelledError}.
 */
public class CancelledError extends Error {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public CancelledError() {}

    /** With the message that was given to {@code cancel}. */
    public CancelledError(@Nullable String message) {
        super(message);
    }
}
