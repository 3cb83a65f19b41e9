package dev.jacquard.web;

import dev.jacquard.Coroutine;

/** Answers requests; a lambda of this type is woven. aiohttp's handler, FastAPI's path operation function. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request.
     *
     * @return a coroutine of the answer: null is status 204, a {@link Response} itself, a {@code String} text,
     *     {@code byte[]} bytes, anything else JSON
     * @throws Exception what becomes a problem, see {@link WebApp#onError}
     */
    Coroutine<?> handle(Request request) throws Exception;
}
