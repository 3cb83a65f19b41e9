package dev.jacquard.web;

import dev.jacquard.Coroutine;
import org.jspecify.annotations.Nullable;

/**
 * Makes what handlers ask for by its type, once per request. FastAPI's {@code Depends} with {@code yield}.
 *
 * @param <T> what it makes; closed after the response if it is {@link dev.jacquard.AsyncCloseable}
 */
@FunctionalInterface
public interface Provider<T extends @Nullable Object> {
    /**
     * Makes it.
     *
     * @param request for which; {@link Request#provided} gives what others provide
     * @throws Exception what becomes a problem, as if the handler had thrown it
     */
    Coroutine<? extends T> provide(Request request) throws Exception;
}
