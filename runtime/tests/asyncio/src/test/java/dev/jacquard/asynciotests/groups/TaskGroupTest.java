package dev.jacquard.asynciotests.groups;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.eagerTaskFactory;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.timeout;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.run;
import static dev.jacquard.asynciotests.OnVirtualTime.runner;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.LoopExit;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskGroupTest {
    private final List<String> trail = new ArrayList<>();

    @Async
    private Coroutine<Integer> work(int seconds) {
        try {
            await(sleep(seconds(seconds)));
        } catch (CancelledError e) {
            trail.add("cancelled " + seconds);
            throw e;
        }
        return Coroutine.of(seconds);
    }

    @Async
    private static Coroutine<Integer> fail(int seconds) throws IOException {
        await(sleep(seconds(seconds)));
        throw new IOException("after " + seconds);
    }

    @Async
    private static Coroutine<Integer> failWhenCancelled(String message) {
        try {
            await(sleep(seconds(99)));
        } catch (CancelledError e) {
            throw new IllegalStateException(message);
        }
        return Coroutine.of(0);
    }

    @AsyncTest
    void waitsForItsTasksAndGivesTheBodysValue() throws Exception {
        int sum = await(TaskGroup.run(group -> {
            Task<Integer> a = group.createTask(work(1));
            Task<Integer> b = group.createTask(work(3), "b");
            group.createTask(work(5));
            assertThat(b.getName()).isEqualTo("b");
            return Coroutine.of(await(a) + await(b));
        }));
        assertThat(sum).isEqualTo(4);
        assertThat(now()).isEqualTo(5);
        assertThat(trail).isEmpty();
    }

    @AsyncTest
    void failingTaskCancelsTheOthersAndTheBody() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(work(9));
            group.createTask(fail(2));
            group.createTask(work(8));
            return work(7);
        })));
        assertThat(e).isInstanceOf(ExceptionGroup.class);
        assertThat(e).hasMessage("unhandled errors in a TaskGroup");
        assertThat(((ExceptionGroup) e).exceptions()).singleElement().isInstanceOf(IOException.class);
        assertThat(now()).isEqualTo(2);
        assertThat(currentTask().cancelling()).isZero();
        await(sleep(seconds(1))); // not cancelled any more
        assertThat(trail).containsExactly("cancelled 9", "cancelled 8", "cancelled 7");
    }

    @AsyncTest
    void failingBodyCancelsTheTasks() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(work(9));
            await(sleep(seconds(1)));
            throw new IOException("body");
        })));
        assertThat(((ExceptionGroup) e).exceptions()).singleElement().satisfies(x -> assertThat(x)
                .hasMessage("body"));
        assertThat(trail).containsExactly("cancelled 9");
    }

    @AsyncTest
    void allErrorsAreThere() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(fail(1));
            group.createTask(fail(1));
            group.createTask(failWhenCancelled("a"));
            return failWhenCancelled("body");
        })));
        assertThat(((ExceptionGroup) e).exceptions())
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder("after 1", "after 1", "a", "body");
    }

    @AsyncTest
    void cancellationFromOutside() throws Exception {
        Task<?> task = createTask(TaskGroup.run(group -> {
            group.createTask(work(9));
            return work(8);
        }));
        await(sleep(seconds(1)));
        task.cancel("stop");
        Throwable e = await(thrownBy(task));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("stop");
        assertThat(task.isCancelled()).isTrue();
        assertThat(task.cancelling()).isEqualTo(1);
        assertThat(trail).containsExactly("cancelled 8", "cancelled 9");
    }

    @AsyncTest
    void cancellationFromOutsideWhileItWaitsForItsTasks() throws Exception {
        Task<?> task = createTask(TaskGroup.run(group -> {
            group.createTask(work(9));
            return Coroutine.done();
        }));
        await(sleep(seconds(1)));
        assertThat(task.toString()).contains("for TaskGroup[1 task running]");
        task.cancel("stop");
        Throwable e = await(thrownBy(task));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("stop");
        assertThat(trail).containsExactly("cancelled 9");
    }

    @AsyncTest
    void errorsComeBeforeACancellationFromOutsideWhichStaysRequested() throws Exception {
        Task<?> task = createTask(TaskGroup.run(group -> {
            group.createTask(failWhenCancelled("clean-up"));
            return work(8);
        }));
        await(sleep(seconds(1)));
        task.cancel("stop");
        Throwable e = await(thrownBy(task));
        assertThat(((ExceptionGroup) e).exceptions()).singleElement().satisfies(x -> assertThat(x)
                .hasMessage("clean-up"));
        assertThat(task.cancelling()).isEqualTo(1);
    }

    /** python/cpython #116720. */
    @AsyncTest
    void nestedGroupDoesNotSwallowItsParentsCancellation() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(outer -> {
            outer.createTask(fail(1));
            try {
                await(TaskGroup.run(inner -> nested(inner)));
            } catch (ExceptionGroup x) {
                trail.add("inner " + x.exceptions());
            }
            await(sleep(seconds(50)));
            trail.add("swallowed");
            return Coroutine.done();
        })));
        assertThat(((ExceptionGroup) e).exceptions()).singleElement().satisfies(x -> assertThat(x)
                .hasMessage("after 1"));
        assertThat(now()).isEqualTo(1);
        assertThat(currentTask().cancelling()).isZero();
        assertThat(trail).hasSize(1).first().asString().contains("inner", "clean-up");
    }

    @Async
    private static Coroutine<Void> nested(TaskGroup inner) {
        inner.createTask(failWhenCancelled("clean-up"));
        await(sleep(seconds(50)));
        return Coroutine.done();
    }

    /** python/cpython #95289. */
    @AsyncTest
    void countOfRequestsIsKept() throws Exception {
        Task<?> me = currentTask();
        me.cancel();
        assertThat(await(thrownBy(sleep(0)))).isInstanceOf(CancelledError.class);
        for (int i = 0; i < 3; i++) {
            Throwable e = await(thrownBy(TaskGroup.run(group -> {
                group.createTask(fail(1));
                return work(9);
            })));
            assertThat(e).isInstanceOf(ExceptionGroup.class);
            assertThat(me.cancelling()).isEqualTo(1);
            // the request is delivered anew
            assertThat(await(thrownBy(sleep(0)))).isInstanceOf(CancelledError.class);
        }
    }

    /** python/cpython #155433. */
    @AsyncTest
    void timeoutAroundAGroupThatIsCancelledIsNotSwallowed() throws Exception {
        for (boolean waiting : new boolean[] {true, false}) {
            double start = now();
            Throwable e = await(thrownBy(timeout(
                    seconds(2),
                    t -> TaskGroup.run(group -> {
                        group.createTask(work(9));
                        return work(waiting ? 0 : 9);
                    }))));
            assertThat(e).isInstanceOf(AsyncTimeoutException.class);
            assertThat(now() - start).isEqualTo(2);
            assertThat(currentTask().cancelling()).isZero();
        }
    }

    @AsyncTest
    void failureInTheCleanUpAfterATimeoutHasPriority() throws Exception {
        Throwable e = await(thrownBy(timeout(
                seconds(2),
                t -> TaskGroup.run(group -> {
                    group.createTask(failWhenCancelled("c"));
                    return work(9);
                }))));
        assertThat(e).isInstanceOf(ExceptionGroup.class);
        assertThat(currentTask().cancelling()).isZero();
    }

    @AsyncTest
    void taskThatIsCancelledAloneIsNoFailure() throws Exception {
        await(TaskGroup.run(group -> {
            Task<Integer> task = group.createTask(work(9));
            group.createTask(work(2));
            await(sleep(seconds(1)));
            task.cancel();
            return Coroutine.done();
        }));
        assertThat(now()).isEqualTo(2);
        assertThat(trail).containsExactly("cancelled 9");
    }

    @AsyncTest
    void tasksMayCreateTasksUntilTheLastHasEnded() throws Exception {
        TaskGroup[] kept = new TaskGroup[1];
        await(TaskGroup.run(group -> {
            kept[0] = group;
            group.createTask(spawner(group, 4));
            return Coroutine.done();
        }));
        assertThat(now()).isEqualTo(4);
        Coroutine<Integer> refused = work(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> kept[0].createTask(refused))
                .withMessageContaining("is finished");
        assertThat(await(thrownBy(refused))).hasMessageContaining("was closed");
    }

    @Async
    private static Coroutine<Void> spawner(TaskGroup group, int n) {
        await(sleep(seconds(1)));
        if (n > 1) {
            group.createTask(spawner(group, n - 1));
        }
        return Coroutine.done();
    }

    @AsyncTest
    void noTaskIsCreatedBeforeOrWhileItCancels() throws Exception {
        TaskGroup group = new TaskGroup();
        Coroutine<Integer> early = work(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> group.createTask(early))
                .withMessageContaining("has not been entered");
        assertThat(await(thrownBy(early))).hasMessageContaining("was closed");
        Coroutine<Void> scope = group.with(() -> {
            group.createTask(fail(1));
            try {
                await(sleep(seconds(9)));
            } catch (CancelledError e) {
                Coroutine<Integer> late = work(1);
                assertThatIllegalStateException()
                        .isThrownBy(() -> group.createTask(late))
                        .withMessageContaining("is shutting down");
                trail.add("refused");
            }
            return Coroutine.done();
        });
        assertThat(await(thrownBy(scope))).isInstanceOf(ExceptionGroup.class);
        assertThat(await(thrownBy(group.with(Coroutine::done)))).hasMessageContaining("already been entered");
        assertThat(trail).containsExactly("refused");
    }

    @AsyncTest
    void vmErrorsMakeABaseGroupAndLoopExitPasses() throws Exception {
        Throwable e = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(overflow());
            return work(9);
        })));
        assertThat(e).isInstanceOf(BaseExceptionGroup.class);
        Throwable exit = await(thrownBy(TaskGroup.run(group -> {
            group.createTask(work(9));
            throw new LoopExit("out");
        })));
        assertThat(exit).isInstanceOf(LoopExit.class).hasMessage("out");
    }

    @Async
    private static Coroutine<Integer> overflow() {
        await(sleep(0));
        throw new StackOverflowError();
    }

    @Test
    void eagerTasks() throws Exception {
        try (Runner runner = runner()) {
            runner.getLoop().setTaskFactory(eagerTaskFactory());
            runner.run(() -> {
                int value = await(TaskGroup.run(group -> {
                    Task<Integer> now = group.createTask(Coroutine.of(1));
                    assertThat(now.isDone()).isTrue();
                    group.createTask(work(2));
                    return Coroutine.of(now.result());
                }));
                assertThat(value).isEqualTo(1);
                assertThat(now()).isEqualTo(2);
                Throwable e = await(thrownBy(TaskGroup.run(group -> {
                    group.createTask(Coroutine.failed(new IOException("e")));
                    return work(9);
                })));
                assertThat(e).isInstanceOf(ExceptionGroup.class);
                assertThat(now()).isEqualTo(2);
                return Coroutine.done();
            });
        }
    }

    @AsyncTest
    void tasksTakeAContext() throws Exception {
        ContextVar<String> user = ContextVar.of("user", "nobody");
        Context context = Context.copyCurrent();
        context.run(() -> user.set("ann"));
        await(TaskGroup.run(group -> {
            Task<String> task = group.createTask(whoIs(user), "t", context);
            assertThat(await(task)).isEqualTo("ann");
            return Coroutine.done();
        }));
    }

    @Async
    private static Coroutine<String> whoIs(ContextVar<String> user) {
        await(sleep(0));
        return Coroutine.of(user.get());
    }

    @Test
    void checkedExceptionsOfTheBodyAreDeclared() throws Exception {
        assertThatThrownBy(() -> run(() -> TaskGroup.run(group -> fail(1)))).isInstanceOf(ExceptionGroup.class);
        try {
            int value = run(() -> TaskGroup.run(group -> readOrFail(false)));
            assertThat(value).isEqualTo(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Async
    private static Coroutine<Integer> readOrFail(boolean fails) throws IOException {
        if (fails) {
            throw new IOException();
        }
        return Coroutine.of(1);
    }

    @AsyncTest
    void nothingIsLeftBehind() throws Exception {
        await(thrownBy(TaskGroup.run(group -> {
            group.createTask(work(9));
            group.createTask(fail(1));
            return work(8);
        })));
        assertThat(allTasks()).containsExactly(currentTask());
        assertThat(allTasks(getRunningLoop())).hasSize(1);
    }
}
