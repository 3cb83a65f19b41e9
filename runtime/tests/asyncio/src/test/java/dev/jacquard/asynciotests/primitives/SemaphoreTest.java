package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncBoundedSemaphore;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.Trail;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SemaphoreTest {
    private final Trail trail = new Trail();

    @Async
    private Coroutine<Void> worker(AsyncSemaphore semaphore, Object name, long millis) {
        await(semaphore.with(() -> {
            trail.add(name);
            await(sleep(millis));
            return Coroutine.done();
        }));
        return Coroutine.done();
    }

    @AsyncTest
    void twoOfFiveAtATime() {
        AsyncSemaphore two = new AsyncSemaphore(2);
        List<Task<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tasks.add(createTask(worker(two, i, 10)));
        }
        await(sleep(5));
        trail.add("|");
        await(sleep(10));
        trail.add("|");
        await(gather(tasks));
        trail.was("0 1 | 2 3 | 4");
        assertThat(two.toString()).isEqualTo("AsyncSemaphore[unlocked, permits:2]");
    }

    @AsyncTest // python/cpython #90155
    void releaseGoesToTheFirstWaiterAndNotToWhoComesLater() {
        AsyncSemaphore one = new AsyncSemaphore(1);
        await(one.acquire());
        Task<?> a = createTask(worker(one, "a", 0));
        await(sleep(1));
        one.release();
        assertThat(one.isLocked()).isTrue(); // promised to a
        await(worker(one, "main", 0));
        await(a);
        trail.was("a main");
    }

    @AsyncTest // python/cpython #90155: many were released, and only one waiter woke up
    void allReleasedPermitsWakeSomebody() {
        AsyncSemaphore none = new AsyncSemaphore(0);
        Task<?> a = createTask(worker(none, "a", 9));
        await(sleep(1));
        Task<?> b = createTask(worker(none, "b", 9));
        Task<?> c = createTask(worker(none, "c", 9));
        none.release();
        none.release();
        none.release();
        await(sleep(1));
        trail.add(none);
        await(gather(a, b, c));
        trail.was("a b c AsyncSemaphore[locked]");
    }

    @AsyncTest
    void permitOfAWaiterCancelledJustAfterItWasWokenIsPassedOn() {
        AsyncSemaphore one = new AsyncSemaphore(1);
        await(one.acquire());
        Task<?> a = createTask(worker(one, "a", 0));
        Task<?> b = createTask(worker(one, "b", 0));
        await(sleep(1));
        one.release();
        a.cancel();
        await(b);
        trail.was("b");
        assertThat(one.toString()).isEqualTo("AsyncSemaphore[unlocked, permits:1]");
    }

    @AsyncTest
    void showsItsState() {
        AsyncSemaphore one = new AsyncSemaphore();
        await(one.acquire());
        Task<?> waiting = createTask(worker(one, "a", 0));
        await(sleep(1));
        trail.add(one);
        waiting.cancel();
        trail.was("AsyncSemaphore[locked, waiters:1]");
    }

    @Test
    void plainOneMayBeReleasedMoreOften() {
        AsyncSemaphore semaphore = new AsyncSemaphore(0);
        semaphore.release();
        semaphore.release();
        assertThat(semaphore.toString()).isEqualTo("AsyncSemaphore[unlocked, permits:2]");
        AsyncSemaphore full = new AsyncSemaphore(Integer.MAX_VALUE);
        assertThatThrownBy(full::release).isInstanceOf(IllegalStateException.class);
    }

    @AsyncTest
    void boundedOneMayNot() {
        AsyncBoundedSemaphore two = new AsyncBoundedSemaphore(2);
        assertThatThrownBy(two::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("release() of AsyncBoundedSemaphore[unlocked, permits:2], whose permits"
                        + " are all free (2): each release() needs an acquire() before"
                        + " it.");
        try (var held = await(two.acquire())) {
            trail.add(two);
        }
        trail.was("AsyncBoundedSemaphore[unlocked, permits:1]");
        assertThat(new AsyncBoundedSemaphore().isLocked()).isFalse();
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThatThrownBy(() -> new AsyncSemaphore(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A semaphore begins with 0 permits or more, not -1");
        assertThatThrownBy(() -> new AsyncBoundedSemaphore(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
