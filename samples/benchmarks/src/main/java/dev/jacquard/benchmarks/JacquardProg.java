package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/** The peers' programs with {@code await} in place of what is written by hand in {@code ProgB}. */
final class JacquardProg {
    private static final int READY = 64;

    private JacquardProg() {}

    // ---- 1 await_ready

    @Async
    private static Coroutine<Long> awaitReady(Promise<Long>[] ready, int n) {
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += await(ready[i & (READY - 1)]);
        }
        return Coroutine.of(s);
    }

    @Async
    private static Coroutine<Long> awaitReady(int n) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Promise<Long>[] ready = new Promise[READY];
        for (int i = 0; i < READY; i++) {
            ready[i] = new Promise<>();
            ready[i].setResult((long) i);
        }
        return awaitReady(ready, n);
    }

    static long awaitReadyMain(int n) {
        return run(awaitReady(n));
    }

    // ---- 2 call_chain

    @Async
    private static Coroutine<Long> chain(int n, long x) {
        if (n == 0) {
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(chain(n - 1, x + 1)) + local);
    }

    // ---- 3 call_chain_suspend

    @Async
    private static Coroutine<Long> chainS(int n, long x) {
        if (n == 0) {
            await(sleep(0));
            return Coroutine.of(x);
        }
        long local = x * 31 + n;
        return Coroutine.of(await(chainS(n - 1, x + 1)) + local);
    }

    @Async
    private static Coroutine<Long> chains(int n, boolean suspends) {
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += suspends ? await(chainS(10, i)) : await(chain(10, i));
        }
        return Coroutine.of(s);
    }

    static long chainMain(int n, boolean suspends) {
        return run(chains(n, suspends));
    }

    // ---- 4 yield_loop

    @Async
    private static Coroutine<Long> yields(int n) {
        for (int i = 0; i < n; i++) {
            await(sleep(0));
        }
        return Coroutine.of((long) n);
    }

    @Async
    private static Coroutine<Long> yields(int tasks, int n) {
        List<Task<Long>> all = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            all.add(createTask(yields(n)));
        }
        long s = 0;
        for (Task<Long> task : all) {
            s += await(task);
        }
        return Coroutine.of(s);
    }

    static long yieldMain(int tasks, int n) {
        return run(yields(tasks, n));
    }

    // ---- 5 spawn_gather

    @Async
    private static Coroutine<Long> leaf(long x) {
        return Coroutine.of(x);
    }

    @Async
    private static Coroutine<Long> spawn(int n) {
        List<Task<Long>> tasks = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            tasks.add(createTask(leaf(i)));
        }
        long s = 0;
        for (long x : await(gather(tasks))) {
            s += x;
        }
        return Coroutine.of(s);
    }

    static long spawnGather(int n) {
        return run(spawn(n));
    }
}
