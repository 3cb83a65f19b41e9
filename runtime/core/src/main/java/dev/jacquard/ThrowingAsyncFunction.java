package dev.jacquard;

/**
 * A function of one argument that gives a coroutine; a lambda of this type is woven and starts where it is called.
 *
 * @param <A> the argument
 * @param <T> the coroutine's result
 * @param <X> what it throws
 */
@FunctionalInterface
public interface ThrowingAsyncFunction<A, T, X extends Exception> {
    /** Makes the coroutine. */
    Coroutine<T> apply(A argument) throws X;
}
