package dev.jacquard.web;

import dev.jacquard.Coroutine;

/** What runs around every request, in the handler's task. aiohttp's and Starlette's middleware. */
@FunctionalInterface
public interface Around {
    /**
     * Handles a request, mostly with what is inside.
     *
     * @param request the request, also for an unknown path or the handshake of a WebSocket
     * @param next what is inside
     * @return the response; need not be the one from inside
     * @throws Exception what becomes a problem
     */
    Coroutine<Response> around(Request request, Next next) throws Exception;
}
