package dev.jacquard.web;

import dev.jacquard.Coroutine;

/** What is inside of an {@link Around}. */
@FunctionalInterface
public interface Next {
    /**
     * Goes on inside, at most once.
     *
     * @return a coroutine of the response, also for problems and what {@link WebApp#onError} maps; throws what is not
     *     mapped
     */
    Coroutine<Response> proceed();
}
