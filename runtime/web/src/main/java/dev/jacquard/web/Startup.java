package dev.jacquard.web;

import dev.jacquard.Coroutine;

/**
 * Opens what lives as long as the application; see {@link WebApp#lifespan}.
 *
 * @param <T> what it opens
 */
@FunctionalInterface
public interface Startup<T> {
    /**
     * Opens it, once per loop.
     *
     * @throws Exception what ends the start
     */
    Coroutine<? extends T> start() throws Exception;
}
