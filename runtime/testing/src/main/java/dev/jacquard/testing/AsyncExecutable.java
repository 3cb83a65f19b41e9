package dev.jacquard.testing;

import dev.jacquard.Coroutine;

/**
 * Code that an assertion runs: a lambda that may await, or the call of an {@code @Async} method. JUnit's
 * {@code Executable}.
 */
@FunctionalInterface
public interface AsyncExecutable {
    /**
     * Begins.
     *
     * @return what is left of it, to be awaited
     * @throws Exception what it likes, now or when it is awaited
     */
    Coroutine<?> execute() throws Exception;
}
