package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.eagerTaskFactory;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.runCoroutineThreadSafe;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.run;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.Leak;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TasksTest {
    private final List<String> trail = new ArrayList<>();

    @Async
    private Coroutine<String> work() {
        trail.add(currentTask().getName());
        await(sleep(seconds(1)));
        return Coroutine.of("done");
    }

    @AsyncTest
    void eagerTaskDoesItsFirstStepWhereItIsMade() {
        getRunningLoop().setTaskFactory(eagerTaskFactory());
        Task<?> me = currentTask();
        Task<String> task = createTask(work(), "eager");
        assertThat(trail).containsExactly("eager");
        assertThat(currentTask()).isSameAs(me);
        assertThat(task.isDone()).isFalse();
        assertThat(allTasks()).containsExactly(me, task);
        assertThat(await(task)).isEqualTo("done");
        Task<Integer> done = createTask(Coroutine.of(1));
        assertThat(done.isDone()).isTrue();
        Task<Integer> failed = createTask(Coroutine.failed(new RuntimeException("x")));
        assertThat(failed.exception()).hasMessage("x");
        getRunningLoop().setTaskFactory(null);
        assertThat(createTask(Coroutine.of(1)).isDone()).isFalse();
    }

    @Test
    void currentTaskAndAllTasksNeedALoop() {
        assertThatIllegalStateException().isThrownBy(Asyncio::currentTask).withMessageContaining("no running loop");
        assertThatIllegalStateException().isThrownBy(Asyncio::allTasks);
        run(() -> {
            List<Object> seen = new ArrayList<>();
            getRunningLoop().callSoon(() -> seen.add(String.valueOf(currentTask())));
            await(sleep(0));
            assertThat(seen).containsExactly("null");
            return Coroutine.done();
        });
    }

    /** python/cpython #117379. */
    @AsyncTest(allow = Leak.TASKS)
    void loopHoldsItsTasks() {
        WeakReference<Task<String>> task = new WeakReference<>(createTask(forgotten()));
        await(sleep(0));
        System.gc();
        assertThat(task.get()).isNotNull();
        assertThat(allTasks()).contains(task.get());
    }

    @Async
    private static Coroutine<String> forgotten() {
        return Coroutine.of(await(new Promise<String>())); // nobody else knows it
    }

    @AsyncTest
    void uncancelWithdrawsARequest() {
        Task<?> me = currentTask();
        assertThat(me.uncancel()).isZero();
        me.cancel();
        me.cancel();
        assertThat(me.cancelling()).isEqualTo(2);
        assertThat(me.uncancel()).isEqualTo(1);
        assertThat(await(thrownBy(sleep(0)))).isInstanceOf(CancelledError.class);
        assertThat(me.uncancel()).isZero();
        me.cancel();
        me.uncancel(); // withdrawn before it was delivered
        await(sleep(0));
    }

    @AsyncTest
    void coroutineIsStartedFromAnotherThread() throws Exception {
        Thread here = Thread.currentThread();
        EventLoop loop = getRunningLoop();
        CompletableFuture<Object> ran = new CompletableFuture<>();
        Thread other = new Thread(() ->
                runCoroutineThreadSafe(threadName(), loop).whenComplete((v, e) -> ran.complete(e == null ? v : e)));
        other.start();
        assertThat(await(ran)).isEqualTo(here.getName());
    }

    @Async
    private static Coroutine<Object> threadName() {
        await(sleep(0));
        return Coroutine.of(Thread.currentThread().getName());
    }

    @AsyncTest
    void cancellingTheCallFromAnotherThreadCancelsItsTask() throws Exception {
        EventLoop loop = getRunningLoop();
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            CompletableFuture<Void> call = runCoroutineThreadSafe(waits(started, cancelled), loop);
            started.join();
            call.cancel(true);
        });
        other.start();
        assertThat(await(cancelled)).isEqualTo("cancelled");
    }

    @Async
    private static Coroutine<Void> waits(CompletableFuture<Void> started, CompletableFuture<String> cancelled) {
        try {
            started.complete(null);
            await(new CompletableFuture<Void>());
        } catch (CancelledError e) {
            cancelled.complete("cancelled");
            throw e;
        }
        return Coroutine.done();
    }
}
