package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** The chain as an instance method that calls itself. */
class InstanceChain {
    @Async
    Coroutine<Long> chain(int n, long x) {
        if (n == 0) {
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(chain(n - 1, x + 1)) + local);
    }

    @Async
    Coroutine<Long> chainS(int n, long x) {
        if (n == 0) {
            await(sleep(0));
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(chainS(n - 1, x + 1)) + local);
    }
}
