package dev.jacquard.samples.debugging;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A task that looks at all the others from time to time.
 *
 * <p>In Python: {@code asyncio.all_tasks()}. For the calls in which they wait see {@code printTasks}, and from outside
 * the agent's {@code pstree}.
 */
public final class Monitor {
    private Monitor() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<Void> monitor(Duration interval) {
        while (true) {
            List<String> names = new ArrayList<>();
            for (Task<?> task : allTasks()) {
                if (task != currentTask()) {
                    names.add(task.getName());
                }
            }
            System.out.println(names.size() + " tasks: " + String.join(", ", names));
            await(sleep(interval));
        }
    }

    @Async
    static Coroutine<Void> weave(int rows) {
        for (int row = 0; row < rows; row++) {
            await(sleep(100));
        }
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> demo() {
        Objects.requireNonNull(currentTask()).setName("main");
        Task<Void> monitor = createTask(monitor(Duration.ofMillis(125)), "monitor");
        await(gather(createTask(weave(1), "ribbon"), createTask(weave(3), "scarf"), createTask(weave(4), "carpet")));
        monitor.cancel();
        return Coroutine.done();
    }
}
