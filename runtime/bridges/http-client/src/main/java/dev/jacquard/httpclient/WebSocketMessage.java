package dev.jacquard.httpclient;

/** A whole message of a WebSocket. */
public sealed interface WebSocketMessage {
    /**
     * A text.
     *
     * @param text as it was sent
     */
    record Text(String text) implements WebSocketMessage {}

    /**
     * Bytes.
     *
     * @param bytes as they were sent
     */
    record Binary(byte[] bytes) implements WebSocketMessage {
        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }
}
