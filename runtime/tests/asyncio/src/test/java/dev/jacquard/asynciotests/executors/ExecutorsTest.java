package dev.jacquard.asynciotests.executors;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.CancelledError;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.SuppressWeaverWarnings;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@SuppressWeaverWarnings("W23") // latches hold the threads where the test wants them
class ExecutorsTest {
    static final ContextVar<String> USER = ContextVar.of("user", "nobody");

    @AsyncTest
    void aCallRunsOnADaemonThreadWithAName() throws Exception {
        Thread here = Thread.currentThread();
        Thread there = await(toThread(Thread::currentThread));
        assertThat(there).isNotSameAs(here);
        assertThat(there.isDaemon()).isTrue();
        assertThat(there.getName()).startsWith("jacquard-executor-");
        assertThat(Thread.currentThread()).isSameAs(here);
    }

    @Test
    void theThreadsAreVirtualWhereTheJvmHasThem() throws Exception {
        boolean virtual =
                OnVirtualTime.run(() -> toThread(() -> Runtime.version().feature() >= 21
                        && (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread())));
        assertThat(virtual).isEqualTo(Runtime.version().feature() >= 21);
    }

    @AsyncTest
    void virtualTimeStandsStillMeanwhile() throws Exception {
        var timer = createTask(sleep(Duration.ofDays(1)));
        await(sleep(0));
        CountDownLatch latch = new CountDownLatch(1);
        getRunningLoop().callSoon(latch::countDown);
        await(toThread(() -> {
            latch.await();
            return null;
        }));
        assertThat(getRunningLoop().time()).isEqualTo(Duration.ZERO);
        timer.cancel();
    }

    @AsyncTest
    void theExceptionArrivesAsItIs() throws Exception {
        IOException thrown = new IOException("disk");
        try {
            await(
                    toThread(() -> {
                        throw thrown;
                    }),
                    IOException.class);
            throw new AssertionError();
        } catch (IOException e) {
            assertThat(e).isSameAs(thrown);
        }
    }

    @AsyncTest
    void toThreadCopiesTheContextAndRunInExecutorDoesNot() throws Exception {
        USER.set("me");
        String there = await(toThread(() -> {
            String got = USER.get();
            USER.set("thread");
            return got;
        }));
        assertThat(there).isEqualTo("me");
        assertThat(USER.get()).isEqualTo("me");
        assertThat(await(getRunningLoop().runInExecutor(null, USER::get))).isEqualTo("nobody");
    }

    @AsyncTest
    void anyExecutorDoes() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(r -> new Thread(r, "mine"));
        EventLoop loop = getRunningLoop();
        assertThat(await(loop.runInExecutor(
                        executor, () -> Thread.currentThread().getName())))
                .isEqualTo("mine");
        assertThat(await(loop.runInExecutor(Runnable::run, () -> 7)))
                .as("on the loop's own thread")
                .isEqualTo(7);
        executor.shutdown();
    }

    @AsyncTest
    void aRejectedCallIsToldAtOnceAndLeavesNothingBehind() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        assertThatThrownBy(() -> getRunningLoop().runInExecutor(executor, () -> 1))
                .isInstanceOf(RejectedExecutionException.class);
        await(sleep(1000)); // would stand still if the call counted
        assertThat(getRunningLoop().time()).isEqualTo(Duration.ofSeconds(1));
    }

    @AsyncTest
    void theDefaultExecutorIsSetAndShutDown() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(r -> new Thread(r, "mine"));
        EventLoop loop = getRunningLoop();
        loop.setDefaultExecutor(executor);
        CountDownLatch latch = new CountDownLatch(1);
        var call = loop.runInExecutor(null, () -> {
            latch.await();
            return Thread.currentThread().getName();
        });
        var shutdown = createTask(loop.shutdownDefaultExecutor());
        await(sleep(0));
        assertThat(shutdown.isDone()).isFalse();
        assertThatThrownBy(() -> loop.runInExecutor(null, () -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was shut down");
        latch.countDown();
        assertThat(await(call)).as("what was accepted is done").isEqualTo("mine");
        await(shutdown);
        assertThat(executor.isTerminated()).isTrue();
    }

    @AsyncTest
    void theShutdownGivesUpAfterItsTimeout() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        EventLoop loop = getRunningLoop();
        var call = loop.runInExecutor(null, () -> {
            latch.await();
            return "late";
        });
        await(loop.shutdownDefaultExecutor(Duration.ofMillis(1)));
        assertThat(call.isDone()).isFalse();
        latch.countDown();
        assertThat(await(call)).isEqualTo("late");
    }

    @AsyncTest
    void aCallThatWaitsForAThreadIsWithdrawnWhenCancelled() throws Exception {
        Deque<Runnable> queue = new ArrayDeque<>();
        AtomicBoolean called = new AtomicBoolean();
        var call = getRunningLoop().runInExecutor(queue::add, () -> {
            called.set(true);
            return 1;
        });
        assertThat(call.cancel("no")).isTrue();
        assertThat(call.isCancelled()).isTrue();
        queue.remove().run();
        await(sleep(1));
        assertThat(called).isFalse();
    }

    @Test
    void cancellingAnOrdinaryCallEndsTheWaitingOnly() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch latch = new CountDownLatch(1);
        List<Object> ended = new ArrayList<>();
        OnVirtualTime.run(() -> {
            var waiting = createTask(toThread(() -> {
                begun.countDown();
                latch.await();
                ended.add(Thread.interrupted());
                return 1;
            }));
            await(sleep(0));
            begun.await();
            waiting.cancel();
            try {
                await(waiting);
            } catch (CancelledError e) {
                assertThat(ended).isEmpty();
            }
            assertThat(waiting.isCancelled()).isTrue();
            latch.countDown();
            return Coroutine.done();
        });
        assertThat(ended).as("the executor's shutdown waits for it").containsExactly(false);
    }
}
