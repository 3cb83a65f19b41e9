package dev.jacquard;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * What can be awaited: coroutines, futures, tasks, and whatever implements this. Python's {@code
 * __await__}.
 *
 * @param <T> what awaiting it gives
 */
public interface Awaitable<T> {
    /** A coroutine that waits for the result and returns it. */
    Coroutine<T> asCoroutine();

    /**
     * Makes a stage an awaitable, for {@code gather}, {@code waitFor} and {@code shield}.
     *
     * @param stage the stage; cancelling the await cancels it
     */
    static <T> Awaitable<T> of(CompletionStage<T> stage) {
        Objects.requireNonNull(stage, "stage");
        return () -> Leaf.awaiting(stage);
    }
}
