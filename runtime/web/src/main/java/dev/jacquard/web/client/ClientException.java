package dev.jacquard.web.client;

import org.jspecify.annotations.Nullable;

/** A request that was not answered, or whose answer is not what was asked for. */
public class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the request in its message. */
    public ClientException(String message) {
        super(message);
    }

    /** With the request in its message, and what has happened as its cause. */
    public ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
