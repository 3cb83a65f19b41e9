package dev.jacquard.web;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;

/**
 * A WebSocket, of a server or a client. A {@code for} goes through its messages, and ends after a goodbye; a connection
 * that is lost is a {@link WebSocketClosedException} with code 1006. A task that waits elsewhere is cancelled when the
 * connection is gone.
 */
public interface WebSocket extends AsyncIterable<WebSocketMessage>, AsyncCloseable {
    /**
     * Sends text. Returns at once while there is room, else when it is written.
     *
     * @return throws {@link WebSocketClosedException} if it is closed
     */
    Coroutine<Void> send(String text);

    /** Sends bytes; see {@link #send(String)}. */
    Coroutine<Void> send(byte[] bytes);

    /** Sends JSON as text; see {@link #send(String)}. */
    Coroutine<Void> sendJson(Object value);

    /**
     * The next message, which has to be text. A cancelled wait loses none.
     *
     * @return throws {@link WebSocketClosedException} if it is closed and all messages are taken,
     *     {@link IllegalStateException} if the next one is bytes, which is lost then
     */
    Coroutine<String> receiveText();

    /** The next message as JSON; throws as {@link #receiveText} and {@link WebSocketMessage#json} do. */
    <T> Coroutine<T> receiveJson(Class<T> type);

    /**
     * Says goodbye, and waits until the other side has answered. Closing again waits only.
     *
     * @param code 1000, 1001, 1003, 1007 to 1014, or 3000 to 4999
     * @param reason 123 bytes of UTF-8 at most
     * @throws IllegalArgumentException for another code or a longer reason
     */
    Coroutine<Void> close(int code, String reason);

    /**
     * The request that it began with.
     *
     * @throws IllegalStateException of a client's
     */
    Request request();

    /** A variable of the route's path; see {@link Request#pathParam}. */
    String pathParam(String name);

    /** Whether messages can be sent. */
    boolean isOpen();

    /** Closes it with 1000. */
    @Override
    Coroutine<Void> closeAsync();
}
