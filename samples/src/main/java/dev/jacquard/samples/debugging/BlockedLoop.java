package dev.jacquard.samples.debugging;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.time.Duration;

/**
 * A step that does not let go of the loop keeps all other tasks waiting. Debug mode tells of it, with the stack that
 * was running meanwhile.
 *
 * <p>In Python: {@code loop.slow_callback_duration}, {@code "Executing <Task ...> took 0.150 seconds"}.
 */
public final class BlockedLoop {
    private BlockedLoop() {}

    public static void main(String[] args) {
        Reports reports = new Reports();
        try {
            run(demo(Duration.ofMillis(100), BlockedLoop::compute), true); // debug mode
        } finally {
            reports.close();
        }
    }

    /** Computes for a quarter of a second without an await. */
    private static void compute() {
        long end = System.nanoTime() + 250_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Async
    static Coroutine<Void> greedy(Runnable work) {
        work.run(); // it should be: await(toThread(...))
        System.out.println("the greedy task is done");
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> polite() {
        await(sleep(1));
        System.out.println("the polite task is done");
        return Coroutine.done();
    }

    /**
     * Two tasks, one of which blocks.
     *
     * @param threshold what takes as long is reported
     * @param work what blocks
     */
    @Async
    static Coroutine<Void> demo(Duration threshold, Runnable work) {
        getRunningLoop().setSlowCallbackDuration(threshold);
        Task<Void> polite = createTask(polite(), "polite");
        Task<Void> greedy = createTask(greedy(work), "greedy");
        await(polite);
        await(greedy);
        return Coroutine.done();
    }
}
