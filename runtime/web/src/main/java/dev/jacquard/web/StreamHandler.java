package dev.jacquard.web;

import dev.jacquard.AsyncIterable;

/** Answers requests item by item; see {@link WebApp#stream}. Starlette's {@code StreamingResponse}. */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Answers a request.
     *
     * @return the items, asked for no faster than the client reads; closed in the end if they are
     *     {@link dev.jacquard.AsyncCloseable}, as generators are
     * @throws Exception what becomes a problem, see {@link WebApp#onError}
     */
    AsyncIterable<?> handle(Request request) throws Exception;
}
