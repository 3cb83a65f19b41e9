package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The peers' programs over queues, locks, trees of tasks and timers, as one writes them. */
final class AsyncioProg {
    private AsyncioProg() {}

    // ---- 6 pingpong

    @Async
    private static Coroutine<Void> pong(AsyncQueue<Long> in, AsyncQueue<Long> back, int n) {
        for (int i = 0; i < n; i++) {
            await(back.put(await(in.get())));
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Long> ping(int n) {
        AsyncQueue<Long> out = new AsyncQueue<>(1);
        AsyncQueue<Long> back = new AsyncQueue<>(1);
        Task<Void> other = createTask(pong(out, back, n));
        long s = 0;
        for (int i = 0; i < n; i++) {
            await(out.put((long) i));
            s += await(back.get());
        }
        await(other);
        return Coroutine.of(s);
    }

    static long pingpong(int n) {
        return run(ping(n));
    }

    // ---- 7 skynet

    @Async
    private static Coroutine<Long> sky(long num, int size) {
        if (size == 1) {
            return Coroutine.of(num);
        }
        int sub = size / 10;
        List<Task<Long>> kids = new ArrayList<>(10);
        for (int i = 0; i < 10; i++) {
            kids.add(createTask(sky(num + (long) i * sub, sub)));
        }
        long s = 0;
        for (Task<Long> kid : kids) {
            s += await(kid);
        }
        return Coroutine.of(s);
    }

    static long skynet(int leaves) {
        return run(sky(0, leaves));
    }

    // ---- 8 lock_contention

    @Async
    private static Coroutine<Void> locker(AsyncLock lock, int[] shared, int n) {
        for (int i = 0; i < n; i++) {
            try (var held = await(lock.acquire())) {
                await(sleep(0));
                shared[0]++;
            }
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> withLocker(AsyncLock lock, int[] shared, int n) {
        for (int i = 0; i < n; i++) {
            await(lock.with(() -> {
                await(sleep(0));
                shared[0]++;
                return Coroutine.done();
            }));
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Long> lockers(int tasks, int n, boolean with) {
        AsyncLock lock = new AsyncLock();
        int[] shared = new int[1];
        List<Task<Void>> all = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            all.add(createTask(with ? withLocker(lock, shared, n) : locker(lock, shared, n)));
        }
        await(gather(all));
        return Coroutine.of((long) shared[0]);
    }

    static long locks(int tasks, int n, boolean with) {
        return run(lockers(tasks, n, with));
    }

    // ---- 9 timers

    @Async
    private static Coroutine<Void> sleeper(long millis) {
        await(sleep(millis));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> sleepers(int tasks) {
        SplittableRandom random = new SplittableRandom(1);
        List<Task<Void>> all = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            all.add(createTask(sleeper(random.nextInt(1001))));
        }
        await(gather(all));
        return Coroutine.done();
    }

    /** Each task sleeps up to a second. */
    static void timers(int tasks) {
        run(sleepers(tasks));
    }
}
