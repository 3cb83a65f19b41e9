package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.List;

/** {@code Task.getCoro()}, whatever the task does. */
class GetCoroTest {
    private final List<Coroutine<?>> seen = new ArrayList<>();

    @Async
    private Coroutine<Integer> outer() {
        see();
        int value = await(inner());
        see();
        await(sleep(seconds(1)));
        see();
        return Coroutine.of(value);
    }

    @Async
    private Coroutine<Integer> inner() {
        see();
        await(sleep(seconds(1)));
        see();
        await(sleep(seconds(1)));
        see();
        return Coroutine.of(1);
    }

    private void see() {
        seen.add(currentTask().getCoro());
    }

    @AsyncTest
    void isTheCoroutineUntilTheTaskIsDone() throws Exception {
        Coroutine<Integer> coroutine = outer();
        Task<Integer> task = createTask(coroutine);
        assertThat(task.getCoro()).isSameAs(coroutine);
        assertThat(task.getCoro().toString()).contains("GetCoroTest.outer");
        for (int i = 0; i < 3; i++) {
            await(sleep(seconds(1)));
            if (!task.isDone()) {
                assertThat(task.getCoro()).isSameAs(coroutine);
                assertThat(task.getCoro().toString()).contains("GetCoroTest.outer(GetCoroTest");
            }
        }
        assertThat(await(task)).isEqualTo(1);
        assertThat(task.getCoro()).isNull();
        assertThat(seen).hasSize(6).allSatisfy(c -> assertThat(c).isSameAs(coroutine));
    }

    @AsyncTest
    void isTheSleepThatWasGiven() throws Exception {
        Coroutine<Void> sleep = sleep(seconds(1));
        Task<Void> task = createTask(sleep);
        assertThat(task.getCoro()).isSameAs(sleep).hasToString("sleep(PT1S)");
        await(sleep(0));
        assertThat(task.getCoro()).isSameAs(sleep);
        task.cancel();
        await(sleep(0));
        assertThat(task.getCoro()).isNull();
    }
}
