package dev.jacquard.web;

import dev.jacquard.Coroutine;

/** Serves a WebSocket from its first message to its goodbye; a lambda of this type is woven. */
@FunctionalInterface
public interface SocketHandler {
    /**
     * Serves a WebSocket, which is closed with 1000 at its end, or 1011 if it fails.
     *
     * @throws Exception what is reported to the loop's exception handler
     */
    Coroutine<?> handle(WebSocket socket) throws Exception;
}
