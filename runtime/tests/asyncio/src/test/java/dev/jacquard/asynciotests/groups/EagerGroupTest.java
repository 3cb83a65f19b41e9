package dev.jacquard.asynciotests.groups;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.eagerTaskFactory;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Tasks of a group that do their first step where they are made: CPython 3.14's rules. */
class EagerGroupTest {
    private final List<String> trail = new ArrayList<>();

    @BeforeEach
    @Async
    Coroutine<Void> tasksAreEager() {
        getRunningLoop().setTaskFactory(eagerTaskFactory());
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> failsAtOnce(String message) {
        throw new IllegalArgumentException(message);
    }

    @Async
    private Coroutine<Void> waitsForEver(String name) {
        try {
            await(new AsyncEvent().waitAsync());
        } finally {
            trail.add(name + " ended at " + now());
        }
        return Coroutine.done();
    }

    /** python/cpython #128588. */
    @AsyncTest
    void failureAtOnceDoesNotCancelTheBodyBeforeItHasYielded() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(failsAtOnce("first"));
            assertThat(currentTask().cancelling()).isZero();
            group.createTask(waitsForEver("second"));
            trail.add("two tasks");
            return waitsForEver("body");
        })));
        assertThat(((ExceptionGroup) e).exceptions()).singleElement().satisfies(x -> assertThat(x)
                .hasMessage("first"));
        assertThat(trail).containsExactly("two tasks", "second ended at 0.0", "body ended at 0.0");
    }

    /** python/cpython #128550: it would wait for ever. */
    @AsyncTest
    void childDuringWhoseFirstStepAnotherFailsIsCancelled() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(makesOneThatFails(group));
            return Coroutine.done();
        })));
        assertThat(((ExceptionGroup) e).exceptions()).singleElement().satisfies(x -> assertThat(x)
                .hasMessage("grandchild"));
        assertThat(trail).containsExactly("child ended at 0.0");
    }

    @Async
    private Coroutine<Void> makesOneThatFails(TaskGroup group) {
        group.createTask(failsAtOnce("grandchild"));
        return waitsForEver("child");
    }

    @AsyncTest
    void bodyThatEndsWithoutWaitingIsNotCancelledLater() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(failsAtOnce("first"));
            return Coroutine.done();
        })));
        assertThat(e).isInstanceOf(ExceptionGroup.class);
        assertThat(currentTask().cancelling()).isZero();
        await(sleep(0));
    }

    @AsyncTest
    void groupWithTasksThatAreDoneWaitsARound() throws Exception {
        getRunningLoop().callSoon(() -> trail.add("round"));
        await(TaskGroup.run(group -> {
            Task<Integer> done = group.createTask(Coroutine.of(1));
            assertThat(done.isDone()).isTrue();
            assertThat(group).hasToString("TaskGroup[1 task running]");
            return Coroutine.done();
        }));
        assertThat(trail).containsExactly("round");
    }

    @AsyncTest
    void failureOfTheBodyComesAfterThatOfTheTask() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(failsAtOnce("task"));
            throw new IllegalStateException("body");
        })));
        assertThat(((ExceptionGroup) e).exceptions())
                .extracting(Throwable::getMessage)
                .containsExactly("task", "body");
    }

    @AsyncTest
    void manyThatFailAtOnceAreAllThere() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            for (int i = 0; i < 5; i++) {
                group.createTask(failsAtOnce("" + i));
            }
            await(sleep(seconds(9)));
            return Coroutine.done();
        })));
        assertThat(((ExceptionGroup) e).exceptions())
                .extracting(Throwable::getMessage)
                .containsExactly("0", "1", "2", "3", "4");
        assertThat(now()).isZero();
    }
}
