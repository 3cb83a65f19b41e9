package dev.jacquard.asynciotests.groups;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.jacquard.AsyncEvent;
import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.GeneratorExit;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.List;

/** {@code TaskGroup.cancel()} of CPython 3.15, with what was put right after 3.15.0rc1. */
class GroupCancelTest {
    private final List<String> trail = new ArrayList<>();

    /** Works, and needs some time to stop. */
    @Async
    private Coroutine<Void> member(String name, int stops) {
        try {
            await(sleep(seconds(100)));
        } finally {
            if (stops > 0) {
                await(sleep(seconds(stops)));
            }
            trail.add(name + " " + now());
        }
        return Coroutine.done();
    }

    @AsyncTest
    void bodyAndTasksAreCancelledAndTheGroupIsLeftInPeace() {
        TaskGroup group = new TaskGroup();
        getRunningLoop().callLater(seconds(1), group::cancel);
        Integer value = await(group.with(() -> {
            group.createTask(member("a", 2));
            group.createTask(member("b", 0));
            await(member("body", 1));
            return Coroutine.of(7);
        }));
        assertThat(value).isNull();
        assertThat(trail).containsExactly("b 1.0", "body 2.0", "a 3.0");
        assertThat(currentTask().cancelling()).isZero();
        await(sleep(0)); // no cancellation is left over
    }

    @AsyncTest
    void valueOfABodyThatHasOneIsGiven() {
        int value = await(TaskGroup.run(group -> {
            Task<Void> task = group.createTask(member("a", 0));
            group.cancel();
            assertThat(task.cancelling()).isOne();
            return Coroutine.of(7);
        }));
        assertThat(value).isEqualTo(7);
        assertThat(trail).isEmpty(); // it had not started
        assertThat(currentTask().cancelling()).isZero();
        await(sleep(0));
    }

    @AsyncTest
    void beforeEnteringItCountsFromTheStart() {
        for (boolean waits : new boolean[] {false, true}) {
            trail.clear();
            TaskGroup group = new TaskGroup();
            group.cancel();
            group.cancel();
            assertThat(group).hasToString("TaskGroup[cancelled, not entered]");
            Integer value = await(group.with(() -> {
                trail.add("in");
                Coroutine<Void> work = member("a", 0);
                assertThatIllegalStateException()
                        .isThrownBy(() -> group.createTask(work))
                        .withMessageContaining("is shutting down");
                if (waits) {
                    await(sleep(seconds(1)));
                }
                return Coroutine.of(1);
            }));
            assertThat(value).isEqualTo(waits ? null : 1);
            assertThat(trail).containsExactly("in");
            assertThat(now()).isZero();
            assertThat(currentTask().cancelling()).isZero();
        }
    }

    @AsyncTest
    void againAndAfterTheEndItDoesNothing() {
        TaskGroup group = new TaskGroup();
        for (int at = 1; at < 4; at++) {
            getRunningLoop().callLater(seconds(at), group::cancel);
        }
        await(group.with(() -> {
            group.createTask(member("a", 5));
            return Coroutine.done();
        }));
        assertThat(trail).containsExactly("a 6.0");
        group.cancel();
        assertThat(currentTask().cancelling()).isZero();
        await(sleep(0));
    }

    /** python/cpython #155418: it was not cancelled, and the group waited for ever. */
    @AsyncTest
    void eagerTaskThatCancelsItsGroupInItsFirstStepIsCancelled() {
        await(TaskGroup.run(group -> {
            group.createTask(cancelsAndWaits(group), true);
            return Coroutine.done();
        }));
        assertThat(trail).containsExactly("cancelled");
    }

    @Async
    private Coroutine<Void> cancelsAndWaits(TaskGroup group) {
        group.cancel();
        try {
            await(new AsyncEvent().waitAsync());
        } catch (CancelledError e) {
            trail.add("cancelled");
            throw e;
        }
        return Coroutine.done();
    }

    /** python/cpython #155433: it was lost while the group waited for its tasks. */
    @AsyncTest
    void cancellationFromOutsideWhileTheGroupStopsPasses() {
        Task<Void> task = createTask(groupThatStops(3));
        await(sleep(seconds(2))); // it was cancelled at 1
        task.cancel("outside");
        Throwable e = await(thrownBy(task));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("outside");
        assertThat(task.cancelling()).isOne();
        assertThat(trail).containsExactly("a 4.0");
    }

    @Async
    private Coroutine<Void> groupThatStops(int stops) {
        return TaskGroup.run(group -> {
            group.createTask(member("a", stops));
            await(sleep(seconds(1)));
            group.cancel();
            return Coroutine.done();
        });
    }

    @AsyncTest
    void whatFailsIsStillThrown() {
        TaskGroup group = new TaskGroup();
        Throwable e = await(thrownBy(group.with(() -> {
            group.createTask(failsInCleanUp());
            await(sleep(0));
            group.cancel();
            await(sleep(seconds(1)));
            return Coroutine.done();
        })));
        assertThat(e).isInstanceOf(ExceptionGroup.class);
        assertThat(((ExceptionGroup) e).exceptions()).singleElement().asString().contains("clean");
        assertThat(currentTask().cancelling()).isZero();
    }

    @Async
    private static Coroutine<Void> failsInCleanUp() {
        try {
            await(sleep(seconds(9)));
        } catch (CancelledError e) {
            throw new IllegalStateException("clean-up");
        }
        return Coroutine.done();
    }

    @AsyncTest
    void innerGroupLeavesTheOuterOneAlone() {
        await(TaskGroup.run(outer -> {
            outer.createTask(ends("outer's"));
            await(TaskGroup.run(inner -> {
                inner.createTask(member("inner's", 0));
                await(sleep(0));
                inner.cancel();
                await(sleep(seconds(1)));
                return Coroutine.done();
            }));
            trail.add("between");
            await(sleep(seconds(1)));
            return Coroutine.done();
        }));
        assertThat(trail).containsExactly("inner's 0.0", "between", "outer's 3.0");
    }

    @Async
    private Coroutine<Void> ends(String name) {
        await(sleep(seconds(3)));
        trail.add(name + " " + now());
        return Coroutine.done();
    }

    /** CPython 3.15, gh-135736: who closes a generator expects just that. */
    @AsyncTest
    void generatorExitOfTheBodyAloneIsNoGroup() {
        for (boolean childFails : new boolean[] {false, true}) {
            GeneratorExit exit = new GeneratorExit("closing");
            Throwable e = await(thrownBy(TaskGroup.run(group -> {
                group.createTask(childFails ? failsInCleanUp() : member("a", 0));
                await(sleep(0));
                return Coroutine.failed(exit);
            })));
            if (childFails) {
                assertThat(((BaseExceptionGroup) e).exceptions()).hasSize(2).contains(exit);
            } else {
                assertThat(e).isSameAs(exit);
            }
        }
    }

    /** One of a task is an error like others. */
    @AsyncTest
    void generatorExitOfATaskIsAGroup() {
        GeneratorExit exit = new GeneratorExit();
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(Coroutine.failed(exit));
            return sleep(seconds(1));
        })));
        assertThat(((BaseExceptionGroup) e).exceptions()).containsExactly(exit);
    }
}
