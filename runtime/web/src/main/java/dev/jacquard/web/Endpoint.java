package dev.jacquard.web;

import dev.jacquard.Coroutine;

/** What a route leads to. */
@FunctionalInterface
interface Endpoint {
    /** Gives a coroutine of what {@link Values#response} makes a response of. */
    Coroutine<?> handle(ServerRequest request) throws Exception;
}
