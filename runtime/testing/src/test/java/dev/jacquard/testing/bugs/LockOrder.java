package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncLock;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** Two locks, taken in opposite orders: each has what the other needs. */
final class LockOrder {
    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        AsyncLock a = new AsyncLock();
        AsyncLock b = new AsyncLock();
        await(gather(transfer(a, b, 0), fixed ? transfer(a, b, 3) : transfer(b, a, 3)));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> transfer(AsyncLock from, AsyncLock to, int later) {
        await(steps(later));
        await(from.acquire());
        try {
            await(steps(1));
            await(to.acquire());
            to.release();
        } finally {
            from.release();
        }
        return Coroutine.done();
    }
}
