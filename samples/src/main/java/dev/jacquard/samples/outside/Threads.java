package dev.jacquard.samples.outside;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Code that blocks runs on another thread, while the loop goes on.
 *
 * <p>In Python: {@code await asyncio.to_thread(...)}.
 */
public final class Threads {
    private Threads() {}

    public static void main(String[] args) {
        run(demo());
    }

    /** Blocks its thread until three numbers have come: no place for it on the loop. */
    private static int sumOfThree(BlockingQueue<Integer> numbers) throws InterruptedException {
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += numbers.take();
        }
        return sum;
    }

    @Async
    public static Coroutine<Void> demo() {
        BlockingQueue<Integer> numbers = new LinkedBlockingQueue<>();
        Task<Integer> sum = createTask(toThread(() -> sumOfThree(numbers)));
        for (int i = 1; i <= 3; i++) {
            await(sleep(0)); // the loop is free, though the other thread is blocked
            System.out.println("the loop gives " + i);
            numbers.add(i);
        }
        System.out.println("the thread gives " + await(sum));
        return Coroutine.done();
    }
}
