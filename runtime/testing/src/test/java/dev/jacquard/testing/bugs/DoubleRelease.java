package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncBoundedSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** Closed by two at once, it gives its permit back twice. */
final class DoubleRelease {
    private final AsyncBoundedSemaphore permits = new AsyncBoundedSemaphore(1);
    private boolean closed;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        DoubleRelease connection = new DoubleRelease();
        await(connection.permits.acquire());
        await(gather(connection.close(0, fixed), connection.close(2, fixed)));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> close(int later, boolean fixed) {
        await(steps(later));
        if (!closed) {
            closed = fixed;
            await(steps(1)); // flushes
            closed = true;
            permits.release();
        }
        return Coroutine.done();
    }
}
