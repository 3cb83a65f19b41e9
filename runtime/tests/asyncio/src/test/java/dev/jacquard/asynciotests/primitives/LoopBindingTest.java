package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import org.junit.jupiter.api.Test;

/** The first wait binds a primitive to its loop; what does not wait does not care. */
class LoopBindingTest {
    @Async
    private static Coroutine<Void> waitFor(Coroutine<?> waiting) {
        var task = createTask(waiting);
        await(sleep(1));
        task.cancel();
        await(sleep(1));
        return Coroutine.done();
    }

    private static void refusedOnAnotherLoop(Coroutine<?> first, Coroutine<?> second, String what) {
        OnVirtualTime.run(() -> waitFor(first));
        assertThatThrownBy(() -> OnVirtualTime.run(second::asCoroutine))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(what
                        + " belongs to another loop: something has waited for it on"
                        + " EventLoop@\\w+\\[closed], it cannot be waited for on"
                        + " EventLoop@\\w+\\[running]\\. Make one for each loop; .*");
    }

    @Test
    void whatHasWaitedOnOneLoopCannotWaitOnAnother() {
        AsyncEvent event = new AsyncEvent();
        refusedOnAnotherLoop(event.waitAsync(), event.waitAsync(), "AsyncEvent\\[unset]");
        AsyncSemaphore none = new AsyncSemaphore(0);
        refusedOnAnotherLoop(none.acquire(), none.acquire(), "AsyncSemaphore\\[locked]");
        AsyncLock lock = new AsyncLock();
        OnVirtualTime.run(lock::acquire);
        refusedOnAnotherLoop(lock.acquire(), lock.acquire(), "AsyncLock\\[locked]");
        AsyncQueue<Integer> queue = new AsyncQueue<>(1);
        refusedOnAnotherLoop(queue.get(), queue.get(), "AsyncQueue\\[size:0, maxSize:1]");
        AsyncCondition condition = new AsyncCondition();
        refusedOnAnotherLoop(
                condition.with(condition::waitAsync), condition.with(condition::waitAsync), "AsyncCondition\\[locked]");
    }

    @Test
    void bothSidesOfAQueueBelongToOneLoop() {
        AsyncQueue<Integer> queue = new AsyncQueue<>(1);
        OnVirtualTime.run(() -> waitFor(queue.get()));
        queue.putNowait(1);
        assertThatThrownBy(() -> OnVirtualTime.run(() -> queue.put(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to another loop");
    }

    @Test
    void usesThatDoNotWaitMayBeOnAnyLoop() {
        AsyncLock lock = new AsyncLock();
        AsyncEvent event = new AsyncEvent();
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        for (int i = 0; i < 2; i++) {
            OnVirtualTime.run(() -> {
                await(lock.acquire());
                lock.release();
                event.set();
                await(event.waitAsync());
                await(queue.put(1));
                await(queue.get());
                return Coroutine.done();
            });
        }
    }
}
