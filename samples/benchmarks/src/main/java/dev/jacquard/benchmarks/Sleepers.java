package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Sleepers TASKS}: all sleep at once; the heap while they do. To be run with the smallest {@code -Xmx} that is
 * claimed to do.
 */
public final class Sleepers {
    private Sleepers() {}

    @Async
    private static Coroutine<Long> sleeper(long x) {
        await(sleep(3_000 + x % 1_000));
        return Coroutine.of(1L);
    }

    @Async
    private static Coroutine<Long> sleepers(int tasks) {
        long before = Heap.used();
        List<Task<Long>> all = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            all.add(createTask(sleeper(i)));
        }
        await(sleep(1)); // they are asleep
        long bytes = Heap.used() - before;
        System.out.printf(
                "SLEEPERS tasks=%d max_heap_mb=%d used_mb=%.1f bytes_per_task=%.1f%n",
                tasks, Runtime.getRuntime().maxMemory() >> 20, bytes / 1e6, bytes / (double) tasks);
        long s = 0;
        for (long x : await(gather(all))) {
            s += x;
        }
        return Coroutine.of(s);
    }

    /** Fails if not all have woken, or with an OutOfMemoryError. */
    public static void main(String[] args) {
        int tasks = Integer.parseInt(args[0]);
        long woken = run(sleepers(tasks));
        if (woken != tasks) {
            throw new AssertionError(woken + " of " + tasks + " have woken");
        }
    }
}
