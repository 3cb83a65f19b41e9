package dev.jacquard.web;

import dev.jacquard.Coroutine;

/** Something to be done beside or after requests; a lambda of this type is woven. */
@FunctionalInterface
public interface Work {
    /**
     * Does it.
     *
     * @throws Exception what is reported to the loop's exception handler
     */
    Coroutine<?> run() throws Exception;
}
