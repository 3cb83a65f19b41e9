package dev.jacquard.vertx;

import io.vertx.core.buffer.Buffer;

/** A message of a WebSocket: all its frames together. */
public sealed interface WebSocketMessage {
    /**
     * A message of characters.
     *
     * @param text them
     */
    record Text(String text) implements WebSocketMessage {}

    /**
     * A message of bytes.
     *
     * @param data them
     */
    record Binary(Buffer data) implements WebSocketMessage {
        @Override
        public String text() {
            return data.toString();
        }
    }

    /** The message as text; bytes are read as UTF-8. */
    String text();

    /** The message as bytes; text is written as UTF-8. */
    default Buffer data() {
        return Buffer.buffer(text());
    }

    /** Whether it was sent as text. */
    default boolean isText() {
        return this instanceof Text;
    }
}
