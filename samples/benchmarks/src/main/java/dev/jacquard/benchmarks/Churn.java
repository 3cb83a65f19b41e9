package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.newEventLoop;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/** {@code Churn TASKS}: creates and finishes tasks on one loop, which lives on; the heap before and after. */
public final class Churn {
    private static final int BATCH = 1_000;

    private Churn() {}

    /** Some return at once, some yield, some sleep, some fail, some are cancelled. */
    @Async
    private static Coroutine<Long> one(int i) {
        switch (i % 10) {
            case 0 -> await(sleep(0));
            case 1 -> await(sleep(1));
            case 2 -> throw new IllegalStateException("expected");
            case 3 -> await(sleep(1_000_000));
            default -> {}
        }
        return Coroutine.of(1L);
    }

    @Async
    private static Coroutine<Long> batch() {
        List<Task<Long>> all = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            all.add(createTask(one(i)));
        }
        await(sleep(0));
        for (int i = 3; i < BATCH; i += 10) {
            all.get(i).cancel();
        }
        long s = 0;
        for (var outcome : await(gatherSettled(all))) {
            s += outcome.isSuccess() ? 1 : 0;
        }
        return Coroutine.of(s);
    }

    @Async
    private static Coroutine<Long> batches(int n) {
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += await(batch());
        }
        return Coroutine.of(s);
    }

    /** Fails if the heap has grown by more than half a megabyte. */
    public static void main(String[] args) {
        int tasks = Integer.parseInt(args[0]);
        EventLoop loop = newEventLoop();
        loop.runUntilComplete(batches(200)); // what is made once, is made
        long before = Heap.used();
        long done = loop.runUntilComplete(batches(tasks / BATCH));
        long after = Heap.used();
        System.out.printf(
                "CHURN tasks=%d succeeded=%d before_kb=%.0f after_kb=%.0f difference_kb=%.0f%n",
                tasks, done, before / 1e3, after / 1e3, (after - before) / 1e3);
        if (after - before > 500_000) {
            throw new AssertionError("the heap has grown by " + (after - before) + " bytes");
        }
        loop.close();
    }
}
