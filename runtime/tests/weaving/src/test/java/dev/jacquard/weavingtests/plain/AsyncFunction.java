package dev.jacquard.weavingtests.plain;

/** Twin of the runtime's interface of this name. */
public interface AsyncFunction<A, T> extends ThrowingAsyncFunction<A, T, RuntimeException> {}
