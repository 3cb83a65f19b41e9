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
import org.junit.jupiter.api.Test;

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
        Task<Object> task =
                createTask(
                        toThreadInterruptibly(
                                () -> {
                                    begun.countDown();
                                    return call.call();
                                }));
        await(sleep(0));
        begun.await();
        task.cancel("stop");
        return Coroutine.of(task);
    }

    @Async
    static Coroutine<Throwable> failureOf(Task<?> task) {
        try {
            await(task);
            return Coroutine.of(null);
        } catch (Throwable e) {
            return Coroutine.of(e);
        }
    }

    @Async
    Coroutine<Boolean> nextCallSeesAnInterrupt() {
        return Coroutine.of(
                await(
                        getRunningLoop()
                                .runInExecutor(one, () -> Thread.currentThread().isInterrupted())));
    }

    @Test
    void theInterruptionEndsTheCallAndCancelsTheTask() throws Exception {
        ExecutorsTest.program(
                () -> {
                    Task<?> task =
                            await(
                                    cancelled(
                                            () -> {
                                                new CountDownLatch(1).await();
                                                return 1;
                                            }));
                    Throwable e = await(failureOf(task));
                    assertThat(e).isInstanceOf(CancelledError.class).hasMessage("stop");
                    assertThat(e.getCause()).isInstanceOf(InterruptedException.class);
                    assertThat(task.isCancelled()).isTrue();
                    assertThat(await(nextCallSeesAnInterrupt())).isFalse();
                    return Coroutine.done();
                });
    }

    @Test
    void interruptedInputCountsAsInterruption() throws Exception {
        ExecutorsTest.program(
                () -> {
                    Task<?> task =
                            await(
                                    cancelled(
                                            () -> {
                                                waitForInterrupt();
                                                throw new InterruptedIOException("read");
                                            }));
                    assertThat(await(failureOf(task))).isInstanceOf(CancelledError.class);
                    return Coroutine.done();
                });
    }

    static void waitForInterrupt() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aCallThatKeepsItsInterruptDoesNotPassItOn() throws Exception {
        ExecutorsTest.program(
                () -> {
                    Task<?> task =
                            await(
                                    cancelled(
                                            () -> {
                                                waitForInterrupt();
                                                return "a value";
                                            }));
                    assertThat(await(failureOf(task)))
                            .as("the value is dropped")
                            .isInstanceOf(CancelledError.class);
                    assertThat(await(nextCallSeesAnInterrupt())).isFalse();
                    return Coroutine.done();
                });
    }

    @Test
    void neitherDoesTheThreadOfAnExecutorThatDoesNotCare() throws Exception {
        CompletableFuture<Boolean> afterwards = new CompletableFuture<>();
        ExecutorsTest.program(
                () -> {
                    var call =
                            getRunningLoop()
                                    .runInExecutorInterruptibly(
                                            r ->
                                                    new Thread(
                                                                    () -> {
                                                                        r.run();
                                                                        afterwards.complete(
                                                                                Thread
                                                                                        .interrupted());
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
                    return Coroutine.done();
                });
    }

    @Test
    void theTaskWaitsUntilTheCallHasEnded() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExecutorsTest.program(
                () -> {
                    Task<?> task =
                            await(
                                    cancelled(
                                            () -> {
                                                waitForInterrupt();
                                                Thread.interrupted();
                                                mayEnd.await();
                                                return 1;
                                            }));
                    await(sleep(0));
                    await(sleep(0));
                    assertThat(task.isDone()).isFalse();
                    mayEnd.countDown();
                    assertThat(await(failureOf(task))).isInstanceOf(CancelledError.class);
                    return Coroutine.done();
                });
    }

    @Test
    void anotherExceptionOfTheCallIsNotLost() throws Exception {
        IOException cleanUp = new IOException("clean-up");
        ExecutorsTest.program(
                () -> {
                    Task<?> task =
                            await(
                                    cancelled(
                                            () -> {
                                                waitForInterrupt();
                                                throw cleanUp;
                                            }));
                    assertThat(await(failureOf(task))).isSameAs(cleanUp);
                    assertThat(cleanUp.getSuppressed()[0])
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("stop");
                    assertThat(task.isCancelled()).isFalse();
                    assertThat(await(nextCallSeesAnInterrupt())).isFalse();
                    return Coroutine.done();
                });
    }

    @Test
    void aSecondCancellationInterruptsAgain() throws Exception {
        CountDownLatch ignored = new CountDownLatch(1);
        ExecutorsTest.program(
                () -> {
                    Task<?> task =
                            await(
                                    cancelled(
                                            () -> {
                                                waitForInterrupt();
                                                Thread.interrupted(); // ignores the first
                                                ignored.countDown();
                                                new CountDownLatch(1).await();
                                                return 1;
                                            }));
                    ignored.await();
                    task.cancel("again");
                    assertThat(await(failureOf(task)))
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("again");
                    return Coroutine.done();
                });
    }

    @Test
    void oneThatHasNotBegunNeverBegins() throws Exception {
        Deque<Runnable> queue = new ArrayDeque<>();
        ExecutorsTest.program(
                () -> {
                    var call =
                            getRunningLoop()
                                    .runInExecutorInterruptibly(
                                            queue::add,
                                            () -> {
                                                throw new AssertionError();
                                            });
                    call.cancel("no");
                    assertThat(call.isCancelled()).isTrue();
                    queue.remove().run();
                    assertThat(Thread.interrupted()).isFalse();
                    return Coroutine.done();
                });
    }

    @Test
    void aCancellationBetweenTheEndAndItsArrivalInterruptsNobody() throws Exception {
        Deque<Runnable> queue = new ArrayDeque<>();
        ExecutorsTest.program(
                () -> {
                    var call = getRunningLoop().runInExecutorInterruptibly(queue::add, () -> 1);
                    queue.remove().run(); // posts its result
                    assertThat(call.cancel("late")).isTrue();
                    assertThat(Thread.interrupted()).isFalse();
                    await(sleep(0));
                    assertThat(call.isCancelled()).isTrue();
                    return Coroutine.done();
                });
    }
}
