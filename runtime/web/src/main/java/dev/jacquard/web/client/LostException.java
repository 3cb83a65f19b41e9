package dev.jacquard.web.client;

/** A connection that could not be made or was lost: the request may be repeated, if it is of that kind. */
final class LostException extends ClientException {
    private static final long serialVersionUID = 1L;

    LostException(String message, Throwable cause) {
        super(message, cause);
    }
}
