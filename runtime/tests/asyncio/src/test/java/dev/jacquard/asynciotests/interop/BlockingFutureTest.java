package dev.jacquard.asynciotests.interop;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Awaitable;
import dev.jacquard.CancelledError;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;

class BlockingFutureTest extends Programs {
    final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @AsyncTest
    void itsValue() {
        CountDownLatch latch = new CountDownLatch(1);
        Future<Integer> future = executor.submit(() -> {
            latch.await();
            return 7;
        });
        getRunningLoop().callSoon(latch::countDown);
        assertThat(await(Awaitable.ofBlocking(future))).isEqualTo(7);
        assertThat(await(Awaitable.ofBlocking(future))).isEqualTo(7);
    }

    @AsyncTest
    void itsExceptionAsItIs() {
        IOException disk = new IOException("disk");
        CountDownLatch latch = new CountDownLatch(1);
        Future<?> future = executor.submit(() -> {
            latch.await();
            throw disk;
        });
        getRunningLoop().callSoon(latch::countDown);
        assertThat(await(OnVirtualTime.thrownBy(Awaitable.ofBlocking(future)))).isSameAs(disk);
    }

    @AsyncTest
    void oneThatIsDoneNeedsNoThread() {
        getRunningLoop().setDefaultExecutor(new java.util.concurrent.ForkJoinPool(1) {
            @Override
            public void execute(Runnable r) {
                throw new AssertionError();
            }
        });
        FutureTask<Integer> task = new FutureTask<>(() -> 7);
        task.run();
        assertThat(await(Awaitable.ofBlocking(task))).isEqualTo(7);
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        elsewhere(() -> stage.complete(8));
        assertThat(await(Awaitable.ofBlocking(stage))).isEqualTo(8);
    }

    @AsyncTest
    void cancellingTheAwaitCancelsIt() {
        FutureTask<Integer> never = new FutureTask<>(() -> 7);
        var task = createTask(Awaitable.ofBlocking(never).asCoroutine());
        await(sleep(0));
        task.cancel("enough");
        assertThat(await(OnVirtualTime.thrownBy(task)))
                .isInstanceOf(CancelledError.class)
                .hasMessage("enough");
        assertThat(never.isCancelled()).isTrue();
    }

    @AsyncTest
    void oneThatIsCancelledElsewhereRaisesCancelledError() {
        FutureTask<Integer> never = new FutureTask<>(() -> 7);
        getRunningLoop().callSoon(() -> never.cancel(true));
        assertThat(await(OnVirtualTime.thrownBy(Awaitable.ofBlocking(never)))).isInstanceOf(CancelledError.class);
    }
}
