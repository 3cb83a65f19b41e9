package dev.jacquard.asynciotests.executors;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThreadInterruptibly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.annotations.SuppressWeaverWarnings;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** Cancelling the await interrupts the thread, and waits for it. */
@SuppressWeaverWarnings("W23") // latches hold the threads where the test wants them
class InterruptibleTest {
    final ExecutorService one = Executors.newSingleThreadExecutor();
    final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void shutDown() {
        one.shutdownNow();
    }

    /** Starts a call, waits until it is in the thread, and cancels it. */
    @Async
    Coroutine<Task<Object>> cancelled(Callable<Object> call) throws InterruptedException {
        getRunningLoop().setDefaultExecutor(one);
        Task<Object> task = createTask(toThreadInterruptibly(() -> {
            begun.countDown();
            return call.call();
        }));
        await(sleep(0));
        begun.await();
        task.cancel("stop");
        return Coroutine.of(task);
    }

    @Async
    Coroutine<Boolean> nextCallSeesAnInterrupt() {
        return Coroutine.of(await(
                getRunningLoop().runInExecutor(one, () -> Thread.currentThread().isInterrupted())));
    }

    @AsyncTest
    void theInterruptionEndsTheCallAndCancelsTheTask() throws Exception {
        Task<?> task = await(cancelled(() -> {
            new CountDownLatch(1).await();
            return 1;
        }));
        Throwable e = await(OnVirtualTime.thrownBy(task));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("stop");
        assertThat(e.getCause()).isInstanceOf(InterruptedException.class);
        assertThat(task.isCancelled()).isTrue();
        assertThat(await(nextCallSeesAnInterrupt())).isFalse();
    }

    @AsyncTest
    void interruptedInputCountsAsInterruption() throws Exception {
        Task<?> task = await(cancelled(() -> {
            waitForInterrupt();
            throw new InterruptedIOException("read");
        }));
        assertThat(await(OnVirtualTime.thrownBy(task))).isInstanceOf(CancelledError.class);
    }

    static void waitForInterrupt() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @AsyncTest
    void aCallThatKeepsItsInterruptDoesNotPassItOn() throws Exception {
        Task<?> task = await(cancelled(() -> {
            waitForInterrupt();
            return "a value";
        }));
        assertThat(await(OnVirtualTime.thrownBy(task)))
                .as("the value is dropped")
                .isInstanceOf(CancelledError.class);
        assertThat(await(nextCallSeesAnInterrupt())).isFalse();
    }

    @AsyncTest
    void neitherDoesTheThreadOfAnExecutorThatDoesNotCare() throws Exception {
        CompletableFuture<Boolean> afterwards = new CompletableFuture<>();
        var call = getRunningLoop()
                .runInExecutorInterruptibly(
                        r -> new Thread(() -> {
                                    r.run();
                                    afterwards.complete(Thread.interrupted());
                                })
                                .start(),
                        () -> {
                            begun.countDown();
                            waitForInterrupt();
                            return 1;
                        });
        begun.await();
        call.cancel();
        assertThat(await(afterwards)).isFalse();
    }

    @AsyncTest
    void theTaskWaitsUntilTheCallHasEnded() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Task<?> task = await(cancelled(() -> {
            waitForInterrupt();
            Thread.interrupted();
            mayEnd.await();
            return 1;
        }));
        await(sleep(0));
        await(sleep(0));
        assertThat(task.isDone()).isFalse();
        mayEnd.countDown();
        assertThat(await(OnVirtualTime.thrownBy(task))).isInstanceOf(CancelledError.class);
    }

    @AsyncTest
    void anotherExceptionOfTheCallIsNotLost() throws Exception {
        IOException cleanUp = new IOException("clean-up");
        Task<?> task = await(cancelled(() -> {
            waitForInterrupt();
            throw cleanUp;
        }));
        assertThat(await(OnVirtualTime.thrownBy(task))).isSameAs(cleanUp);
        assertThat(cleanUp.getSuppressed()[0])
                .isInstanceOf(CancelledError.class)
                .hasMessage("stop");
        assertThat(task.isCancelled()).isFalse();
        assertThat(await(nextCallSeesAnInterrupt())).isFalse();
    }

    @AsyncTest
    void aSecondCancellationInterruptsAgain() throws Exception {
        CountDownLatch ignored = new CountDownLatch(1);
        Task<?> task = await(cancelled(() -> {
            waitForInterrupt();
            Thread.interrupted(); // ignores the first
            ignored.countDown();
            new CountDownLatch(1).await();
            return 1;
        }));
        ignored.await();
        task.cancel("again");
        assertThat(await(OnVirtualTime.thrownBy(task)))
                .isInstanceOf(CancelledError.class)
                .hasMessage("again");
    }

    @AsyncTest
    void oneThatHasNotBegunNeverBegins() throws Exception {
        Deque<Runnable> queue = new ArrayDeque<>();
        var call = getRunningLoop().runInExecutorInterruptibly(queue::add, () -> {
            throw new AssertionError();
        });
        call.cancel("no");
        assertThat(call.isCancelled()).isTrue();
        queue.remove().run();
        assertThat(Thread.interrupted()).isFalse();
    }

    @AsyncTest
    void aCancellationBetweenTheEndAndItsArrivalInterruptsNobody() throws Exception {
        Deque<Runnable> queue = new ArrayDeque<>();
        var call = getRunningLoop().runInExecutorInterruptibly(queue::add, () -> 1);
        queue.remove().run(); // posts its result
        assertThat(call.cancel("late")).isTrue();
        assertThat(Thread.interrupted()).isFalse();
        await(sleep(0));
        assertThat(call.isCancelled()).isTrue();
    }
}
