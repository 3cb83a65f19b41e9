package dev.jacquard;

/**
 * A function without arguments that gives a coroutine; a lambda of this type is woven and starts where it is called.
 *
 * @param <T> the coroutine's result
 * @param <X> what it throws
 */
@FunctionalInterface
public interface ThrowingAsyncCallable<T, X extends Exception> {
    /** Makes the coroutine. */
    Coroutine<T> call() throws X;
}
