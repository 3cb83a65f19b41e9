package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** Waits for an item of an {@link AsyncQueue} and takes it, unless another one was faster. */
final class GetAttempt extends Attempt {
    GetAttempt(WaitQueue queue) {
        super(queue);
    }

    // reached through the queue: one field less for each that waits
    private AsyncQueue<?> items() {
        return (AsyncQueue<?>) queue.bound();
    }

    @Override
    @Nullable
    Object attempt(Task<?> by) {
        return items().get(this, by);
    }

    @Override
    void giveUp() {
        items().giveUpGetting(isWoken());
    }
}
