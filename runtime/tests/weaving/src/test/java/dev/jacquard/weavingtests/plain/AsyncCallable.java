package dev.jacquard.weavingtests.plain;

/** Twin of the runtime's interface of this name. */
public interface AsyncCallable<T> extends ThrowingAsyncCallable<T, RuntimeException> {}
