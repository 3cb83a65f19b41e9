package dev.jacquard.web;

import dev.jacquard.Coroutine;

/** A WebSocket from its handshake to its end. */
final class SocketSession {
    private SocketSession() {}

    static Coroutine<Void> serve(Exchange exchange, Response response, Response.Body.Socket socket) {
        throw new UnsupportedOperationException("sockets");
    }
}
