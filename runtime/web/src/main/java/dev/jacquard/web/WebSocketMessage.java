package dev.jacquard.web;

/** A message of a {@link WebSocket}. */
public interface WebSocketMessage {
    /** Whether it is text, not bytes. */
    boolean isText();

    /**
     * Its text.
     *
     * @throws IllegalStateException if it is bytes
     */
    String text();

    /** Its bytes; those of a text are UTF-8. */
    byte[] bytes();

    /**
     * What it says in JSON.
     *
     * @throws HttpProblem 400 if it is no JSON, 422 if it is not what the class wants
     */
    <T> T json(Class<T> type);
}
