package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.contract.Programs.failureOf;
import static dev.jacquard.asynciotests.contract.Programs.number;
import static dev.jacquard.asynciotests.contract.Programs.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.AsyncBoundedSemaphore;
import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.BrokenBarrierError;
import dev.jacquard.Coroutine;
import dev.jacquard.Held;
import dev.jacquard.Task;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** What tasks agree by. */
class PrimitivesContractTest {
    @AsyncTest
    void lock() {
        AsyncLock lock = new AsyncLock();
        Coroutine<Held> acquire = lock.acquire();
        try (Held held = await(acquire)) {
            AsyncCloseable closeable = held;
            boolean locked = lock.isLocked();
            assertThat(locked).isTrue();
            assertThat(closeable).isNotNull();
        }
        await(lock.acquire());
        lock.release();
        assertThatThrownBy(lock::release).isInstanceOf(IllegalStateException.class);
        try {
            Coroutine<Integer> body = lock.with(() -> number());
            assertThat(await(body)).isEqualTo(1);
        } catch (IOException e) {
            fail(e);
        }
        String text = await(lock.with(() -> text())); // throws nothing
        assertThat(text).isEqualTo("text");
    }

    @AsyncTest
    void semaphore() {
        AsyncSemaphore semaphore = new AsyncSemaphore(1);
        Coroutine<Held> acquire = semaphore.acquire();
        try (Held held = await(acquire)) {
            boolean locked = semaphore.isLocked();
            assertThat(locked).isTrue();
        }
        semaphore.release(); // one more
        await(semaphore.acquire());
        assertThat(semaphore.isLocked()).isFalse();
        try {
            Coroutine<Integer> body = semaphore.with(() -> number());
            assertThat(await(body)).isEqualTo(1);
        } catch (IOException e) {
            fail(e);
        }
        String text = await(semaphore.with(() -> text())); // throws nothing
        assertThat(text).isEqualTo("text");
    }

    @AsyncTest
    void boundedSemaphore() {
        AsyncBoundedSemaphore semaphore = new AsyncBoundedSemaphore(1);
        Coroutine<Held> acquire = semaphore.acquire();
        try (Held held = await(acquire)) {
            boolean locked = semaphore.isLocked();
            assertThat(locked).isTrue();
        }
        assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
        try {
            Coroutine<Integer> body = semaphore.with(() -> number());
            assertThat(await(body)).isEqualTo(1);
        } catch (IOException e) {
            fail(e);
        }
        String text = await(semaphore.with(() -> text())); // throws nothing
        assertThat(text).isEqualTo("text");
    }

    @AsyncTest
    void event() {
        AsyncEvent event = new AsyncEvent();
        event.set();
        boolean set = event.isSet();
        Coroutine<Void> wait = event.waitAsync();
        await(wait);
        event.clear();
        assertThat(set).isTrue();
        assertThat(event.isSet()).isFalse();
    }

    @AsyncTest
    void conditionAsALock() {
        AsyncCondition condition = new AsyncCondition();
        Coroutine<Held> acquire = condition.acquire();
        try (Held held = await(acquire)) {
            boolean locked = condition.isLocked();
            assertThat(locked).isTrue();
        }
        await(condition.acquire());
        condition.release();
        assertThatThrownBy(condition::release).isInstanceOf(IllegalStateException.class);
        try {
            Coroutine<Integer> body = condition.with(() -> number());
            assertThat(await(body)).isEqualTo(1);
        } catch (IOException e) {
            fail(e);
        }
        String text = await(condition.with(() -> text())); // throws nothing
        assertThat(text).isEqualTo("text");
    }

    @AsyncTest
    void condition() {
        AsyncLock lock = new AsyncLock();
        AsyncCondition condition = new AsyncCondition(lock);
        int[] stock = {0};
        BooleanSupplier inStock = () -> stock[0] > 0;
        Task<Void> first = createTask(condition.with(() -> condition.waitAsync()));
        Task<Void> second = createTask(condition.with(() -> condition.waitAsync()));
        Task<Void> third = createTask(condition.with(() -> condition.waitFor(inStock)));
        await(sleep(1));
        Coroutine<Void> one = lock.with(() -> {
            condition.signal();
            return Coroutine.done();
        });
        await(one);
        await(first);
        await(lock.with(() -> {
            condition.signal(2);
            return Coroutine.done();
        }));
        await(second);
        assertThat(third.isDone()).isFalse();
        stock[0] = 1;
        await(lock.with(() -> {
            condition.signalAll();
            return Coroutine.done();
        }));
        await(third);
    }

    @AsyncTest
    void barrier() {
        AsyncBarrier barrier = new AsyncBarrier(2);
        Coroutine<Integer> wait = barrier.waitAsync();
        Task<Integer> other = createTask(wait);
        await(sleep(0));
        int parties = barrier.parties();
        int waiting = barrier.nWaiting();
        assertThat(parties).isEqualTo(2);
        assertThat(waiting).isEqualTo(1);
        assertThat(await(barrier.waitAsync()) + await(other)).isEqualTo(1); // 0 and 1
        Coroutine<Void> abort = barrier.abort();
        await(abort);
        boolean broken = barrier.isBroken();
        assertThat(broken).isTrue();
        assertThat(await(failureOf(barrier.waitAsync()))).isInstanceOf(BrokenBarrierError.class);
        Coroutine<Void> reset = barrier.reset();
        await(reset);
        assertThat(barrier.isBroken()).isFalse();
    }
}
