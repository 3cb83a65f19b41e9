package dev.jacquard.web;

import org.jspecify.annotations.Nullable;

/**
 * Something that an application answers.
 *
 * @param method GET, POST, …; {@link #SOCKET} for the handshake of a WebSocket
 * @param path where
 * @param endpoint what answers
 * @param description what an OpenAPI document is made of: the resource's method, or null for a lambda
 */
record Route(String method, PathTemplate path, Endpoint endpoint, @Nullable Object description) {
    static final String SOCKET = "WEBSOCKET";
}
