package dev.jacquard.web;

/**
 * A message as Vert.x gives it.
 *
 * @param message its text or bytes
 */
record SocketMessage(dev.jacquard.vertx.WebSocketMessage message) implements WebSocketMessage {
    /** Of UTF-8 per character, at most. */
    private static final int MOST = 3;

    @Override
    public boolean isText() {
        return message.isText();
    }

    @Override
    public String text() {
        if (!isText()) {
            throw new IllegalStateException("The message is bytes, not text; take bytes()");
        }
        return message.text();
    }

    @Override
    public byte[] bytes() {
        return message.data().getBytes();
    }

    @Override
    public <T> T json(Class<T> type) {
        return Json.read(bytes(), type);
    }

    /** Whether it has more bytes; text is counted only if that is near. */
    boolean isLongerThan(int bytes) {
        if (!isText()) {
            return message.data().length() > bytes;
        }
        int length = message.text().length();
        return length > bytes || ((long) length * MOST > bytes && bytes().length > bytes);
    }

    @Override
    public String toString() {
        return isText()
                ? "WebSocketMessage[" + text() + "]"
                : "WebSocketMessage[" + message.data().length() + " bytes]";
    }
}
