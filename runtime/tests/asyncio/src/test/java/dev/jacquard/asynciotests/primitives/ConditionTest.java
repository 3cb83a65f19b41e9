package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncLock;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.asynciotests.Trail;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private final Trail trail = new Trail();
    private final AsyncLock lock = new AsyncLock();
    private final AsyncCondition condition = new AsyncCondition(lock);

    @Async
    private Coroutine<Void> waiter(String name) {
        await(condition.with(() -> {
            try {
                await(condition.waitAsync());
                trail.add(name);
            } catch (CancelledError e) {
                trail.add(name + ":" + e.getMessage());
                throw e;
            } finally {
                assertThat(lock.isLocked()).isTrue();
            }
            return Coroutine.done();
        }));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> signal(int n) {
        try (var held = await(condition.acquire())) {
            condition.signal(n);
        }
        return Coroutine.done();
    }

    @AsyncTest
    void signalsReachTheFirstThatWait() {
        for (String name : new String[] {"a", "b", "c", "d"}) {
            createTask(waiter(name));
        }
        await(sleep(1));
        trail.add(condition);
        await(condition.with(() -> {
            condition.signal(0);
            condition.signal();
            return Coroutine.done();
        }));
        await(sleep(1));
        trail.add("|");
        await(signal(2));
        await(sleep(1));
        trail.add("|");
        await(condition.acquire());
        condition.signalAll();
        condition.release();
        await(sleep(1));
        trail.add(condition);
        trail.was("AsyncCondition[unlocked, waiters:4] a | b c | d AsyncCondition[unlocked]");
    }

    @AsyncTest
    void waitForLooksAgainAfterEachSignal() {
        Queue<String> items = new ArrayDeque<>();
        Task<String> consumer = createTask(condition.with(() -> {
            await(condition.waitFor(() -> !items.isEmpty()));
            return Coroutine.of(items.remove());
        }));
        await(sleep(1));
        await(signal(1));
        await(sleep(1));
        assertThat(consumer.isDone()).isFalse();
        items.add("x");
        await(signal(1));
        trail.add(await(consumer));
        trail.was("x");
    }

    @AsyncTest // python/cpython #112202
    void signalOfACancelledWaiterGoesToTheNext() {
        Task<?> a = createTask(waiter("a"));
        createTask(waiter("b"));
        await(sleep(1));
        await(signal(1));
        a.cancel("race");
        await(sleep(1));
        trail.was("a:race b");
    }

    @AsyncTest
    void signalOfAWaiterCancelledWhileItAcquiresGoesToTheNext() {
        Task<?> a = createTask(waiter("a"));
        createTask(waiter("b"));
        await(sleep(1));
        await(lock.acquire());
        condition.signal();
        await(sleep(1)); // a has been woken and waits for the lock
        a.cancel("one");
        await(sleep(1));
        a.cancel("two");
        await(sleep(1));
        trail.add("release");
        lock.release();
        await(sleep(1));
        // of two cancellations the last one counts
        trail.was("release a:two b");
    }

    @AsyncTest // python/cpython #111693
    void cancelledErrorIsTheOneOfTheCancellation() {
        Task<?> a = createTask(waiter("a"));
        await(sleep(1));
        a.cancel("mine");
        try {
            await(a);
        } catch (CancelledError e) {
            trail.add("main:" + e.getMessage());
        }
        trail.was("a:mine main:mine");
        assertThat(lock.isLocked()).isFalse();
    }

    @AsyncTest
    void cancelledWaiterHoldsTheLockBeforeItGoesOn() {
        Task<?> a = createTask(waiter("a"));
        await(sleep(1));
        await(lock.acquire());
        a.cancel("x");
        await(sleep(1));
        trail.add("release");
        lock.release();
        await(sleep(1));
        trail.was("release a:x");
    }

    @Test
    void withoutTheLockAllIsRefused() {
        String advice = " of AsyncCondition[unlocked], whose lock nobody holds. Acquire it first:"
                + " await(condition.with(() -> ...)).";
        assertThatThrownBy(condition::signal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("signal()" + advice);
        assertThatThrownBy(condition::signalAll).hasMessage("signalAll()" + advice);
        assertThatThrownBy(condition::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> OnVirtualTime.run(condition::waitAsync))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("waitAsync()" + advice);
        assertThat(condition.isLocked()).isFalse();
    }

    @AsyncTest
    void twoConditionsShareALock() {
        AsyncCondition other = new AsyncCondition(lock);
        Task<?> a = createTask(waiter("a"));
        await(sleep(1));
        await(other.with(() -> {
            assertThat(condition.isLocked()).isTrue();
            condition.signal();
            return Coroutine.done();
        }));
        await(gather(a));
        trail.was("a");
    }
}
