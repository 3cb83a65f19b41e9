package dev.jacquard.benchmarks.other;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.benchmarks.Near;

/** Calls back what called it. */
public final class Far {
    private Far() {}

    @Async
    public static Coroutine<Long> chain(int n, long x) {
        if (n == 0) {
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(Near.chain(n - 1, x + 1)) + local);
    }

    @Async
    public static Coroutine<Long> chainS(int n, long x) {
        if (n == 0) {
            await(sleep(0));
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(Near.chainS(n - 1, x + 1)) + local);
    }
}
