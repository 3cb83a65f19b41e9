package dev.jacquard.weavingtests.plain;

/** Twin of the runtime's interface of this name. */
public interface ThrowingAsyncFunction<A, T, X extends Exception> {
    Coroutine<T> apply(A a) throws X;
}
