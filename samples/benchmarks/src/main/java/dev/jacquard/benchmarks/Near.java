package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.benchmarks.other.Far;

/** A chain of which every other call is in another package. */
public final class Near {
    private Near() {}

    @Async
    public static Coroutine<Long> chain(int n, long x) {
        if (n == 0) {
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(Far.chain(n - 1, x + 1)) + local);
    }

    @Async
    public static Coroutine<Long> chainS(int n, long x) {
        if (n == 0) {
            await(sleep(0));
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(Far.chainS(n - 1, x + 1)) + local);
    }
}
