package dev.jacquard.weavingtests.plain;

/** Twin of the runtime's interface of this name. */
public interface ThrowingAsyncCallable<T, X extends Exception> {
    Coroutine<T> call() throws X;
}
