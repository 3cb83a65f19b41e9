package dev.jacquard.samples.kv;

/** What came is no request. The client is told, and the connection is closed. */
final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    /** As the client gets it, after {@code ERR Protocol error: }. */
    ProtocolException(String message) {
        super(message, null, false, false);
    }
}
