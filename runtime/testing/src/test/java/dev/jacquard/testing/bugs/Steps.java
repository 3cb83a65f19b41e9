package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** What the programs have in common. */
final class Steps {
    private Steps() {}

    /** Takes some time: others may go on so many times meanwhile. */
    @Async
    static Coroutine<Void> steps(int n) {
        for (int i = 0; i < n; i++) {
            await(sleep(0));
        }
        return Coroutine.done();
    }

    /** Fails unless something is true. */
    static void check(boolean isTrue, String otherwise) {
        if (!isTrue) {
            throw new AssertionError(otherwise);
        }
    }
}
