package dev.jacquard.samples;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.Objects;

/**
 * Tasks: names, the current one, all of them, done callbacks, cancelling.
 *
 * <p>In Python: {@code task.get_name()}, {@code task.add_done_callback(...)}, {@code task.cancel()}.
 */
public final class Tasks {
    private Tasks() {}

    public static void main(String[] args) {
        run(tour());
    }

    @Async
    static Coroutine<Integer> count(int upTo) {
        String me = Objects.requireNonNull(currentTask()).getName();
        for (int i = 1; i <= upTo; i++) {
            System.out.println(me + " " + i);
            await(sleep(50));
        }
        return Coroutine.of(upTo);
    }

    @Async
    static Coroutine<Void> sleeper() {
        try {
            await(sleep(60_000));
        } catch (CancelledError e) {
            System.out.println("sleeper was cancelled: " + e.getMessage());
            throw e; // so that the task counts as cancelled
        }
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> tour() {
        Task<Integer> warp = createTask(count(3), "warp");
        Task<Integer> weft = createTask(count(2), "weft");
        Task<Void> sleeper = createTask(sleeper(), "sleeper");
        warp.addDoneCallback(t -> System.out.println("warp is done: " + t.result()));

        System.out.println("created, not started yet: " + weft.getName());
        System.out.println("tasks now: " + allTasks().size()); // these three and main
        System.out.println("sum: " + (await(warp) + await(weft)));

        sleeper.cancel("good morning");
        try {
            await(sleeper);
        } catch (CancelledError e) {
            System.out.println("sleeper.isCancelled(): " + sleeper.isCancelled());
        }
        return Coroutine.done();
    }
}
