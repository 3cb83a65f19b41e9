package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** An implementation of {@link Link}; alone, or with two others. */
final class LinkA implements Link {
    private final Link[] links;

    LinkA(Link[] links) {
        this.links = links;
    }

    @Async
    @Override
    public Coroutine<Long> chain(int n, long x) {
        if (n == 0) {
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(links[n & 3].chain(n - 1, x + 1)) + local);
    }

    @Async
    @Override
    public Coroutine<Long> chainS(int n, long x) {
        if (n == 0) {
            await(sleep(0));
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(links[n & 3].chainS(n - 1, x + 1)) + local);
    }
}
