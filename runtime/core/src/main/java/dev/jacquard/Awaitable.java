package dev.jacquard;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * What can be awaited: coroutines, futures, tasks, and whatever implements this. Python's {@code __await__}.
 *
 * @param <T> what awaiting it gives
 */
public non-sealed interface Awaitable<T> extends AnyAwaitable<T> {
    /** A coroutine that waits for the result and returns it. */
    Coroutine<T> asCoroutine();

    /**
     * Makes a stage an awaitable, for {@code gather}, {@code waitFor} and {@code shield}.
     *
     * @param stage the stage; cancelling the await cancels it
     */
    static <T> Awaitable<T> of(CompletionStage<T> stage) {
        Objects.requireNonNull(stage, "stage is null");
        return () -> Leaf.awaiting(stage);
    }

    /**
     * Makes a future that can only be waited for by blocking an awaitable: a thread waits for it
     * ({@link Asyncio#toThread}), unless it is done, or is a {@link CompletionStage} too.
     *
     * @param future the future; cancelling the await cancels it, with {@code cancel(true)}
     * @return gives the future's result, or throws its exception without the {@code ExecutionException} around it;
     *     {@link CancelledError} if it was cancelled
     */
    static <T> Awaitable<T> ofBlocking(java.util.concurrent.Future<T> future) {
        Objects.requireNonNull(future, "future is null");
        return () -> LayersAbove.THEY.waitBlocking(future);
    }
}
