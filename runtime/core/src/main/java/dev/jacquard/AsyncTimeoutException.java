package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** A deadline has passed. Python's {@code TimeoutError}. */
public class AsyncTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public AsyncTimeoutException() {}

    /** With a message. */
    public AsyncTimeoutException(@Nullable String message) {
        super(message);
    }

    /** With a message and the cancellation by which the work was stopped. */
    public AsyncTimeoutException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
