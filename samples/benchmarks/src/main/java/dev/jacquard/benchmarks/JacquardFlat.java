package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** The call chain as ten distinct methods, which the JIT can inline as it likes. */
final class JacquardFlat {
    private JacquardFlat() {}

    @Async
    private static Coroutine<Long> f10(long x) {
        long local = x * 31 + 10;
        return Coroutine.of(await(f9(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f9(long x) {
        long local = x * 31 + 9;
        return Coroutine.of(await(f8(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f8(long x) {
        long local = x * 31 + 8;
        return Coroutine.of(await(f7(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f7(long x) {
        long local = x * 31 + 7;
        return Coroutine.of(await(f6(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f6(long x) {
        long local = x * 31 + 6;
        return Coroutine.of(await(f5(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f5(long x) {
        long local = x * 31 + 5;
        return Coroutine.of(await(f4(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f4(long x) {
        long local = x * 31 + 4;
        return Coroutine.of(await(f3(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f3(long x) {
        long local = x * 31 + 3;
        return Coroutine.of(await(f2(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f2(long x) {
        long local = x * 31 + 2;
        return Coroutine.of(await(f1(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f1(long x) {
        long local = x * 31 + 1;
        return Coroutine.of(await(f0(x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> f0(long x) {
        return Coroutine.of(x);
    }

    @Async
    private static Coroutine<Long> chains(int n) {
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += await(f10(i));
        }
        return Coroutine.of(s);
    }

    static long main(int n) {
        return run(chains(n));
    }
}
