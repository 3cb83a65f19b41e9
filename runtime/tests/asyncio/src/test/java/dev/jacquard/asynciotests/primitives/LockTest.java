package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncLock;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.asynciotests.Trail;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LockTest {
    private final Trail trail = new Trail();
    private final AsyncLock lock = new AsyncLock();

    @Async
    private Coroutine<Void> locker(String name, long millis) {
        await(lock.with(() -> {
            trail.add(name);
            await(sleep(millis));
            return Coroutine.done();
        }));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> ticks(int n) {
        for (int i = 0; i < n; i++) {
            trail.add(i);
            await(sleep(0));
        }
        return Coroutine.done();
    }

    @Test
    void isHeldByOneAtATimeInTheOrderOfComing() {
        OnVirtualTime.run(() -> gather(locker("a", 1), locker("b", 1), locker("c", 0), locker("d", 0))
                .asCoroutine());
        trail.was("a b c d");
        assertThat(lock.isLocked()).isFalse();
    }

    @AsyncTest
    void acquiringAFreeOneDoesNotYield() {
        Task<?> ticks = createTask(ticks(2));
        for (int i = 0; i < 3; i++) {
            await(lock.acquire());
            trail.add("got");
            lock.release();
        }
        await(ticks);
        trail.was("got got got 0 1");
    }

    @AsyncTest
    void wokenWaiterGoesOnInTheNextRound() {
        await(lock.acquire());
        Task<?> b = createTask(locker("b", 0));
        await(sleep(0));
        createTask(ticks(3));
        await(sleep(0));
        lock.release();
        assertThat(lock.isLocked()).isFalse();
        await(b);
        trail.was("0 1 b 2");
    }

    @AsyncTest // python/asyncio #270
    void waiterCancelledJustAfterItWasWokenPassesTheLockOn() {
        await(lock.acquire());
        Task<?> b = createTask(locker("b", 1));
        Task<?> c = createTask(locker("c", 1));
        await(sleep(1));
        lock.release();
        b.cancel("race");
        await(c);
        assertThat(b.isCancelled()).isTrue();
        trail.was("c");
        assertThat(lock.toString()).isEqualTo("AsyncLock[unlocked]");
    }

    @AsyncTest
    void nobodyJumpsTheQueueWhileAWokenWaiterIsOnItsWay() {
        await(lock.acquire());
        Task<?> b = createTask(locker("b", 0));
        await(sleep(1));
        lock.release();
        await(locker("main", 0)); // free, and still not ours
        await(b);
        trail.was("b main");
    }

    @AsyncTest
    void whoComesWhenAllWaitersAreCancelledNeedNotWait() {
        await(lock.acquire());
        Task<?> b = createTask(locker("b", 0));
        await(sleep(1));
        b.cancel();
        lock.release();
        Task<?> ticks = createTask(ticks(1));
        await(lock.acquire());
        trail.add("main");
        await(ticks);
        trail.was("main 0");
    }

    @AsyncTest
    void cancelMessageReachesTheWaiter() {
        await(lock.acquire());
        Task<?> b = createTask(locker("b", 0));
        await(sleep(1));
        b.cancel("enough");
        try {
            await(b);
        } catch (CancelledError e) {
            trail.add(e.getMessage());
        }
        trail.was("enough");
        assertThat(lock.toString()).isEqualTo("AsyncLock[locked]");
    }

    @AsyncTest
    void heldIsGivenBackOnceByTryWithResources() {
        try (var held = await(lock.acquire())) {
            trail.add(lock);
            trail.add(held);
            await(held.closeAsync());
            trail.add(held);
            await(lock.acquire()); // its second closing must not release this
        }
        trail.add(lock);
        trail.was("AsyncLock[locked] Held[AsyncLock[locked]] Held[given back] AsyncLock[locked]");
    }

    @Test
    void bodysExceptionPassesAndReleases() {
        assertThatThrownBy(() -> OnVirtualTime.<Void, IOException>run(() -> lock.with(() -> {
                    await(sleep(1));
                    throw new IOException("body");
                })))
                .isInstanceOf(IOException.class)
                .hasMessage("body");
        assertThat(lock.isLocked()).isFalse();
    }

    @AsyncTest
    void bodyStartsWhenTheLockIsHeldAndNotBefore() {
        var body = lock.with(() -> {
            trail.add("body");
            return Coroutine.done();
        });
        trail.add("made");
        await(body);
        trail.was("made body");
    }

    @Test
    void releasingAFreeOneIsAnError() {
        assertThatThrownBy(lock::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("release() of AsyncLock[unlocked], which nobody holds: each release()"
                        + " needs an acquire() before it.");
    }

    @AsyncTest
    void showsItsStateAndWhereATaskWaits() {
        trail.add(lock);
        await(lock.acquire());
        Task<?> b = createTask(locker("b", 0), "b");
        await(sleep(1));
        trail.add(lock);
        assertThat(b.toString())
                .startsWith("Task[b waiting at ")
                .endsWith(" for AsyncLock[locked, waiters:1], held by test]"); // debug mode knows who
        lock.release();
        await(b);
        trail.was("AsyncLock[unlocked] AsyncLock[locked, waiters:1] b");
    }
}
