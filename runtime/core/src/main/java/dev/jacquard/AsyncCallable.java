package dev.jacquard;

/** {@link ThrowingAsyncCallable} that throws no checked exception. */
@FunctionalInterface
public interface AsyncCallable<T> extends ThrowingAsyncCallable<T, RuntimeException> {}
