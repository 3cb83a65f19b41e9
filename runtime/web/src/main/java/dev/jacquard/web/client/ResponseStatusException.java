package dev.jacquard.web.client;

/** A response of status 400 or above; see {@link ClientResponse#raiseForStatus}. */
public class ResponseStatusException extends ClientException {
    private static final long serialVersionUID = 1L;
    private final int status;

    /** With the status, and the request in its message. */
    public ResponseStatusException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status, 400 to 999. */
    public int status() {
        return status;
    }
}
