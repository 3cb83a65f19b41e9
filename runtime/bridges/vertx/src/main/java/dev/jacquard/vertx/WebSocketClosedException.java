package dev.jacquard.vertx;

import org.jspecify.annotations.Nullable;

/** A message was to be sent or received, but the WebSocket is closed. */
public class WebSocketClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final @Nullable String reason;

    WebSocketClosedException(int code, @Nullable String reason) {
        super("The WebSocket is closed: " + code + (reason == null || reason.isEmpty() ? "" : " (" + reason + ")"));
        this.code = code;
        this.reason = reason;
    }

    /** The status code of RFC 6455: 1000 for a normal end, 1006 for a lost connection. */
    public int code() {
        return code;
    }

    /** What the other side said, or null. */
    public @Nullable String reason() {
        return reason;
    }
}
