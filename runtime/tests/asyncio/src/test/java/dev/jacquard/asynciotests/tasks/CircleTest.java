package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that wait for one another can be cancelled; CPython recurses without end. */
class CircleTest {
    private final List<Task<Integer>> tasks = new ArrayList<>();
    private final List<String> cleaned = new ArrayList<>();

    @Async
    private Coroutine<Integer> waitsFor(int other, boolean byGather) {
        try {
            return Coroutine.of(
                    byGather ? await(gather(List.of(tasks.get(other)))).get(0) : await(tasks.get(other)));
        } finally {
            cleaned.add("cleaned");
        }
    }

    @Async
    private Coroutine<Void> circleOf(int n, boolean byGather) {
        for (int i = 0; i < n; i++) {
            tasks.add(createTask(waitsFor((i + 1) % n, byGather)));
        }
        await(sleep(0));
        await(sleep(0));
        assertThat(tasks.get(0).cancel()).isTrue();
        for (Task<Integer> task : tasks) {
            try {
                await(task);
            } catch (CancelledError e) {
                cleaned.add("cancelled");
            }
        }
        return Coroutine.done();
    }

    @Test
    void circlesOfTasks() {
        for (int n = 2; n < 5; n++) {
            for (boolean byGather : new boolean[] {false, true}) {
                tasks.clear();
                cleaned.clear();
                run(circleOf(n, byGather));
                assertThat(tasks).allMatch(Task::isCancelled);
                assertThat(cleaned).filteredOn("cleaned"::equals).hasSize(n);
            }
        }
    }
}
