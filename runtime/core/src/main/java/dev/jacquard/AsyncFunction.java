package dev.jacquard;

/** {@link ThrowingAsyncFunction} that throws no checked exception. */
@FunctionalInterface
public interface AsyncFunction<A, T> extends ThrowingAsyncFunction<A, T, RuntimeException> {}
