package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.CancelEverywhere.At;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The runtime's own primitives, cancelled at each turn of the loop: also when the lock, the permit or the item has just
 * been handed to the one that is cancelled.
 */
@CancelEverywhere(
        value = {Mishap.CANCEL, Mishap.TIMEOUT},
        at = At.LOOP_TURNS)
class CancelledPrimitivesTest {
    private int open;

    private final class Thing implements AsyncCloseable {
        Thing() {
            open++;
        }

        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            open--;
            await(sleep(1));
            return Coroutine.done();
        }
    }

    @Async
    private Coroutine<Thing> thing() {
        await(sleep(1));
        return Coroutine.of(new Thing());
    }

    // ---- who holds and then gives to the one that is cancelled ----------------------------------

    @Async
    private static Coroutine<Void> holds(AsyncLock lock) {
        try (var held = await(lock.acquire())) {
            await(sleep(1));
        }
        return Coroutine.done();
    }

    @AsyncTest
    void lock(AsyncTester tester) {
        AsyncLock lock = tester.watch(new AsyncLock());
        tester.background(holds(lock), "first");
        await(sleep(0));
        Task<Void> last = createTask(last(lock));
        try {
            try (var held = await(lock.acquire())) { // handed over by the first
                await(sleep(1));
            }
        } finally {
            await(last); // a hand-over that was lost would be a deadlock
        }
    }

    /** Waits behind the one that is cancelled. */
    @Async
    private static Coroutine<Void> last(AsyncLock lock) {
        await(sleep(0));
        await(holds(lock));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> holds(AsyncSemaphore permits) {
        try (var held = await(permits.acquire())) {
            await(sleep(1));
        }
        return Coroutine.done();
    }

    @AsyncTest
    void semaphore(AsyncTester tester) {
        AsyncSemaphore permits = tester.watch(new AsyncSemaphore(2));
        tester.background(holds(permits), "first");
        tester.background(holds(permits), "second");
        await(sleep(0));
        try (var held = await(permits.acquire())) {
            await(sleep(1));
        }
        await(permits.with(() -> sleep(1)));
    }

    @Async
    private static Coroutine<Void> puts(AsyncQueue<Integer> queue) {
        for (int i = 0; i < 3; i++) {
            await(sleep(1));
            await(queue.put(i));
        }
        return Coroutine.done();
    }

    @AsyncTest
    void queue(AsyncTester tester) {
        AsyncQueue<Integer> queue = new AsyncQueue<>(1);
        List<Integer> got = new ArrayList<>();
        List<Integer> put = new ArrayList<>();
        tester.watch("items lost", () -> put.size() - queue.size() - got.size());
        for (int i = 0; i < 3; i++) {
            getRunningLoop().callLater(Duration.ofMillis(i + 1), () -> {
                if (!queue.isFull()) {
                    queue.putNowait(1);
                    put.add(1);
                }
            });
        }
        for (int i = 0; i < 3; i++) {
            got.add(await(queue.get()));
        }
    }

    @AsyncTest
    void fullQueue(AsyncTester tester) {
        AsyncQueue<Integer> queue = new AsyncQueue<>(1);
        Task<Void> putting = tester.background(puts(queue), "puts");
        await(sleep(10));
        for (int i = 0; i < 3; i++) {
            assertThat(await(queue.get())).isEqualTo(i);
        }
        await(putting);
    }

    @Async
    private static Coroutine<Void> signals(AsyncCondition condition) {
        await(sleep(1));
        try (var held = await(condition.acquire())) {
            condition.signal();
            await(sleep(1));
        }
        return Coroutine.done();
    }

    @AsyncTest
    void condition(AsyncTester tester) {
        AsyncCondition condition = tester.watch(new AsyncCondition());
        tester.background(signals(condition), "signals");
        try (var held = await(condition.acquire())) {
            await(condition.waitAsync());
            await(sleep(1));
        }
    }

    @AsyncTest
    void barrier(AsyncTester tester) {
        AsyncBarrier barrier = new AsyncBarrier(2);
        tester.watch("waiting at the barrier", barrier::nWaiting);
        getRunningLoop().callLater(Duration.ofMillis(1), () -> tester.background(barrier.waitAsync(), "second"));
        await(barrier.waitAsync());
    }

    // ---- what is to be closed -------------------------------------------------------------------

    @AsyncTest
    void implicitClose(AsyncTester tester) {
        tester.watch("open things", () -> open);
        try (Thing a = await(thing());
                Thing b = await(thing())) {
            await(sleep(1));
        }
    }

    @AsyncTest
    void exitStack(AsyncTester tester) {
        tester.watch("open things", () -> open);
        try (AsyncExitStack stack = new AsyncExitStack()) {
            await(stack.enter(thing()));
            await(stack.enter(thing()));
            stack.callbackAsync(() -> sleep(1));
            await(sleep(1));
        }
    }

    @AsyncTest
    void withinATimeout(AsyncTester tester) {
        tester.watch("open things", () -> open);
        try (Thing a = await(timeout(Duration.ofSeconds(1), t -> thing()))) {
            await(sleep(1));
        }
        try (Thing b = await(waitFor(thing(), Duration.ofSeconds(1)))) {
            await(sleep(1));
        }
    }

    @AsyncTest
    void whatAThreadHasOpened(AsyncTester tester) {
        AtomicInteger opened = new AtomicInteger();
        tester.watch(() -> opened.get() == 0 ? List.of() : List.of(opened + " opened by a thread"));
        await(toThread(opened::incrementAndGet, n -> opened.decrementAndGet()));
        opened.decrementAndGet();
    }
}
