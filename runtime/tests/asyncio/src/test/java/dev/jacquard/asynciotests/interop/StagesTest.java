package dev.jacquard.asynciotests.interop;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.runCoroutineThreadSafe;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Awaitable;
import dev.jacquard.CancelledError;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.OutsideWork;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StagesTest extends Programs {
    static final ContextVar<String> USER = ContextVar.of("user", "nobody");

    @AsyncTest
    void aStageMayCompleteOnAnyThread() {
        Thread here = Thread.currentThread();
        CompletableFuture<String> stage = new CompletableFuture<>();
        elsewhere(() -> stage.complete("value"));
        assertThat(await(stage)).isEqualTo("value");
        assertThat(Thread.currentThread()).isSameAs(here);
    }

    @AsyncTest
    void itsExceptionIsThrownAsItIs() {
        IOException disk = new IOException("disk");
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletionStage<Integer> dependent = stage.thenApply(String::length);
        elsewhere(() -> stage.completeExceptionally(disk));
        try {
            await(dependent, IOException.class);
        } catch (IOException e) {
            trail.add(e);
        }
        // done already
        assertThat(await(OnVirtualTime.thrownBy(Awaitable.of(dependent)))).isSameAs(disk);
        assertThat(trail).containsExactly(disk);
    }

    /** CPython 3.15, gh-105836: what completes on the loop's own thread takes no detour. */
    @AsyncTest
    void aStageThatCompletesOnTheLoopsThreadIsThereAtOnce() {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        Future<Integer> future = Future.of(stage);
        assertThat(future.isDone()).isFalse();
        stage.complete(1);
        assertThat(future.result()).isEqualTo(1);
        assertThat(Future.of(CompletableFuture.completedFuture(2)).result()).isEqualTo(2);
        IOException disk = new IOException("disk");
        assertThat(Future.of(CompletableFuture.failedFuture(disk)).exception()).isSameAs(disk);

        Future<Integer> task = Future.of(runCoroutineThreadSafe(Coroutine.of(3), getRunningLoop()));
        await(sleep(0)); // the task is made and has run
        assertThat(task.isDone()).isFalse();
        await(sleep(0)); // and has told
        await(sleep(0));
        assertThat(task.result()).isEqualTo(3);
    }

    @AsyncTest
    void cancellingACallOnTheLoopsThreadCancelsItsTaskAtOnce() {
        CompletableFuture<Void> call = runCoroutineThreadSafe(sleep(1000), getRunningLoop());
        await(sleep(0));
        await(sleep(0));
        Task<?> task = allTasks().stream().reduce((a, b) -> b).orElseThrow();
        call.cancel(true);
        assertThat(task.cancelling()).isOne();
        await(sleep(0));
        assertThat(task.isCancelled()).isTrue();
    }

    @AsyncTest
    void cancellingTheAwaitCancelsTheStage() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        var task = createTask(Awaitable.of(stage).asCoroutine());
        await(sleep(1));
        task.cancel("enough");
        assertThat(await(OnVirtualTime.thrownBy(task)))
                .isInstanceOf(CancelledError.class)
                .hasMessage("enough");
        assertThat(stage).isCancelled();
        assertThat(stage.complete("late")).isFalse();
    }

    @AsyncTest
    void aStageThatCannotBeCancelledMayCompleteLate() {
        keepErrors();
        CompletableFuture<String> source = new CompletableFuture<>();
        var task = createTask(Awaitable.of(source.minimalCompletionStage()).asCoroutine());
        await(sleep(1));
        task.cancel();
        assertThat(await(OnVirtualTime.thrownBy(task))).isInstanceOf(CancelledError.class);
        assertThat(source.complete("late")).isTrue();
        await(sleep(1));
        assertThat(errors).isEmpty();
    }

    /** Done before or after the await, on any JDK: join() of JDK 25 would say "join". */
    @AsyncTest
    void aCancellationKeepsItsMessage() {
        CompletableFuture<String> done = new CompletableFuture<>();
        done.completeExceptionally(new CancellationException("the user left"));
        CompletableFuture<String> pending = new CompletableFuture<>();
        elsewhere(() -> pending.completeExceptionally(new CancellationException("the user left")));
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        for (CompletableFuture<String> stage : List.of(done, done.thenApply(v -> v), pending)) {
            assertThat(await(OnVirtualTime.thrownBy(Awaitable.of(stage))))
                    .isInstanceOf(CancelledError.class)
                    .hasMessage("the user left");
            assertThat(await(messageOf(stage))).isEqualTo("the user left");
        }
        assertThat(await(messageOf(cancelled))).isEqualTo("null");
    }

    /** Awaits the stage itself, which does not suspend if it is done. */
    @Async
    private static CompletableFuture<String> messageOf(CompletableFuture<String> stage) {
        try {
            return CompletableFuture.completedFuture(await(stage));
        } catch (CancelledError e) {
            return CompletableFuture.completedFuture(String.valueOf(e.getMessage()));
        }
    }

    @AsyncTest
    void aStageThatIsCancelledElsewhereRaisesCancelledError() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        elsewhere(() -> stage.cancel(true));
        assertThat(await(OnVirtualTime.thrownBy(Awaitable.of(stage)))).isInstanceOf(CancelledError.class);
    }

    @AsyncTest
    void stagesAreGathered() {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        elsewhere(() -> stage.complete(1));
        assertThat(await(gather(Awaitable.of(stage), Coroutine.of(2)))).containsExactly(1, 2);
    }

    // ---- the other way -------------------------------------------------------------------------

    @Async
    Coroutine<Integer> work() throws IOException {
        try {
            await(sleep(10));
        } catch (CancelledError e) {
            trail.add("cancelled");
            throw e;
        }
        return Coroutine.of(7);
    }

    @AsyncTest
    void aTaskIsACompletableFuture() throws IOException {
        CompletableFuture<Integer> stage = createTask(work()).toCompletableFuture();
        int more = await(stage.thenApply(n -> n + 1));
        assertThat(more).isEqualTo(8);
    }

    @AsyncTest
    void itsExceptionAndItsCancellationToo() throws IOException {
        IOException disk = new IOException("disk");
        var failing = createTask(Coroutine.failed(disk)).toCompletableFuture();
        var task = createTask(work());
        var cancelled = task.toCompletableFuture();
        await(sleep(1));
        task.cancel();
        await(sleep(1));
        assertThatThrownBy(failing::join)
                .isInstanceOf(CompletionException.class)
                .hasCause(disk);
        assertThat(cancelled).isCancelled();
        assertThat(trail).containsExactly("cancelled");
    }

    @AsyncTest
    void cancellingItOnAnotherThreadCancelsTheTask() throws IOException {
        var task = createTask(work());
        var stage = task.toCompletableFuture();
        await(sleep(1));
        OutsideWork cancelling = getRunningLoop().outsideWork();
        elsewhere(() -> {
            stage.cancel(true);
            cancelling.close();
        });
        assertThat(await(OnVirtualTime.thrownBy(task))).isInstanceOf(CancelledError.class);
        assertThat(trail).containsExactly("cancelled");
    }

    @AsyncTest
    void aCoroutineIsStartedFromAnotherThread() throws Exception {
        EventLoop loop = getRunningLoop();
        Promise<Object> seen = new Promise<>();
        OutsideWork work = loop.outsideWork();
        elsewhere(() -> {
            USER.set("poster");
            Object result = runCoroutineThreadSafe(user(), loop).join();
            loop.callSoonThreadSafe(() -> seen.setResult(result));
            work.close();
        });
        assertThat(await(seen)).as("in the caller's context").isEqualTo("poster");
    }

    @Async
    static Coroutine<String> user() {
        await(sleep(0));
        return Coroutine.of(USER.get());
    }

    @Async
    Coroutine<Void> begun(CountDownLatch latch) {
        latch.countDown();
        try {
            await(sleep(10));
        } catch (CancelledError e) {
            trail.add("cancelled");
            throw e;
        }
        trail.add("slept");
        return Coroutine.done();
    }

    @AsyncTest
    void cancellingThatFutureCancelsTheTask() {
        EventLoop loop = getRunningLoop();
        OutsideWork outside = loop.outsideWork();
        Promise<Boolean> cancelled = new Promise<>();
        elsewhere(() -> {
            CountDownLatch begun = new CountDownLatch(1);
            var future = runCoroutineThreadSafe(begun(begun), loop);
            awaitUninterruptibly(begun);
            boolean c = future.cancel(true) && future.isCancelled();
            loop.callSoonThreadSafe(() -> cancelled.setResult(c));
            outside.close();
        });
        assertThat(await(cancelled)).isTrue();
        await(sleep(1));
        assertThat(trail).containsExactly("cancelled");
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- methods that return stages ------------------------------------------------------------

    @Async
    static CompletableFuture<String> greeting(CompletionStage<String> name) {
        USER.set("inside");
        String got = await(name);
        return CompletableFuture.completedFuture(got + " " + USER.get());
    }

    @Test
    void withoutALoopTheContextFollowsToo() throws Exception {
        USER.set("outside");
        CompletableFuture<String> name = new CompletableFuture<>();
        CompletableFuture<String> greeting = greeting(name);
        assertThat(USER.get()).isEqualTo("outside");
        Thread other = new Thread(() -> name.complete("hello"));
        other.start();
        other.join();
        assertThat(greeting).isCompletedWithValue("hello inside");
        assertThat(USER.get()).isEqualTo("outside");
    }
}
