package dev.jacquard.samples.outside;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.annotations.Async;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An executor as a resource: when the block is left, by whatever, it takes no more and what it has accepted is awaited.
 *
 * <p>In Python: {@code with ProcessPoolExecutor() as pool:}, which blocks the loop at its end.
 */
public final class Pool implements AsyncCloseable {
    private final ExecutorService executor;

    Pool(ExecutorService executor) {
        this.executor = executor;
    }

    /** Does something on one of its threads. Cancelled, it interrupts the thread and waits until the work has ended. */
    <T> Future<T> call(Callable<T> work) {
        return getRunningLoop().runInExecutorInterruptibly(executor, work);
    }

    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        executor.shutdown();
        await(shield(toThread(() -> executor.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS))));
        return Coroutine.done();
    }
}
