package dev.jacquard.web;

/** A WebSocket is closed: nothing can be received or sent any more. */
public class WebSocketClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    /**
     * It was closed.
     *
     * @param code a status code of RFC 6455; 1006 if the connection was lost
     * @param reason what the other side has said, may be empty
     */
    public WebSocketClosedException(int code, String reason) {
        super("The WebSocket is closed: " + code + (reason.isEmpty() ? "" : " " + reason));
        this.code = code;
        this.reason = reason;
    }

    /** The status code of RFC 6455, 1006 if the connection was lost. */
    public int code() {
        return code;
    }

    /** What the other side has said, or the empty string. */
    public String reason() {
        return reason;
    }
}
