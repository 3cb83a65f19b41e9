package dev.jacquard.samples.scopes;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;

/**
 * A task that is cancelled puts things in order before it ends; that may take its time.
 *
 * <p>In Python: {@code except asyncio.CancelledError:} and {@code finally:} with awaits in them.
 */
public final class CleanUp {
    private CleanUp() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<Void> transfer() {
        System.out.println("transaction begins");
        try {
            await(sleep(10_000)); // the cancellation arrives here
            System.out.println("committed");
        } catch (CancelledError e) {
            await(sleep(50));
            System.out.println("rolled back: " + e.getMessage());
            throw e; // a task that swallows it goes on as if nothing had happened
        } finally {
            await(sleep(50));
            System.out.println("connection given back");
        }
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> demo() {
        Task<Void> task = createTask(transfer());
        await(sleep(100));
        task.cancel("closing time");
        System.out.println("asked to end, done: " + task.isDone());
        try {
            await(task);
        } catch (CancelledError e) {
            System.out.println("ended, cancelled: " + task.isCancelled());
        }
        return Coroutine.done();
    }
}
