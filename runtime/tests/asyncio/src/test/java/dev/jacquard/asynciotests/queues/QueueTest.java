package dev.jacquard.asynciotests.queues;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueEmpty;
import dev.jacquard.QueueFull;
import dev.jacquard.QueueShutDown;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.Trail;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueTest {
    private final Trail trail = new Trail();

    @Async
    private Coroutine<Void> getter(AsyncQueue<?> queue, String name) {
        try {
            Object item = await(queue.get());
            trail.add(name + item);
        } catch (QueueShutDown e) {
            trail.add(name + ":down");
        }
        return Coroutine.done();
    }

    @Async
    private <E> Coroutine<Void> putter(AsyncQueue<E> queue, E item) {
        try {
            await(queue.put(item));
            trail.add("+" + item);
        } catch (QueueShutDown e) {
            trail.add("+" + item + ":down");
        }
        return Coroutine.done();
    }

    @AsyncTest
    void producerWaitsWhileItIsFull() {
        AsyncQueue<Integer> queue = new AsyncQueue<>(2);
        createTask(gatherPutters(queue));
        await(sleep(1));
        trail.add(queue);
        for (int i = 0; i < 4; i++) {
            trail.add(await(queue.get()));
            await(sleep(1));
        }
        trail.was("+0 +1 AsyncQueue[size:2, maxSize:2, putters:2, tasks:2] 0 +2 1 +3 2 3");
    }

    @Async
    private Coroutine<Void> gatherPutters(AsyncQueue<Integer> queue) {
        await(gather(putter(queue, 0), putter(queue, 1), putter(queue, 2), putter(queue, 3)));
        return Coroutine.done();
    }

    @AsyncTest
    void whatFitsDoesNotYield() {
        AsyncQueue<Integer> queue = new AsyncQueue<>(1);
        Task<?> other = createTask(getter(queue, "never"));
        for (int i = 0; i < 3; i++) {
            await(queue.put(i));
            trail.add(await(queue.get()));
        }
        other.cancel();
        trail.was("0 1 2");
    }

    @AsyncTest // python/asyncio #343, #256
    void getterCancelledJustAfterItWasWokenLeavesTheItemToTheNext() {
        AsyncQueue<String> queue = new AsyncQueue<>();
        Task<?> a = createTask(getter(queue, "a"));
        createTask(getter(queue, "b"));
        await(sleep(1));
        queue.putNowait("x");
        a.cancel();
        await(sleep(1));
        trail.was("bx");
    }

    @AsyncTest
    void itemOfAGetterThatIsCancelledAloneStays() {
        AsyncQueue<String> queue = new AsyncQueue<>();
        Task<?> a = createTask(getter(queue, "a"));
        await(sleep(1));
        queue.putNowait("x");
        a.cancel();
        await(sleep(1));
        trail.add(queue.getNowait());
        trail.was("x");
    }

    @AsyncTest
    void placeOfAPutterCancelledJustAfterItWasWokenGoesToTheNext() {
        AsyncQueue<String> queue = new AsyncQueue<>(1);
        queue.putNowait("first");
        Task<?> a = createTask(putter(queue, "a"));
        createTask(putter(queue, "b"));
        await(sleep(1));
        queue.getNowait();
        a.cancel();
        await(sleep(1));
        trail.was("+b");
        assertThat(queue.getNowait()).isEqualTo("b");
    }

    @AsyncTest
    void wokenGetterThatComesTooLateWaitsAgain() {
        AsyncQueue<String> queue = new AsyncQueue<>();
        createTask(getter(queue, "a"));
        await(sleep(1));
        queue.putNowait("x");
        trail.add(queue.getNowait());
        await(sleep(1));
        trail.add(queue);
        queue.putNowait("y");
        await(sleep(1));
        trail.was("x AsyncQueue[size:0, getters:1, tasks:1] ay");
    }

    @AsyncTest
    void nullIsAnItem() {
        AsyncQueue<String> queue = new AsyncQueue<>();
        await(queue.put(null));
        trail.add(await(queue.get()));
        trail.was("null");
    }

    @Test
    void growsInOrder() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        int got = 0;
        int put = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 7; i++) {
                queue.putNowait(put++);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(queue.getNowait()).isEqualTo(got++);
            }
        }
        while (!queue.isEmpty()) {
            assertThat(queue.getNowait()).isEqualTo(got++);
        }
        assertThat(got).isEqualTo(350);
    }

    @Test
    void nowaitRaisesWithoutAMessage() {
        AsyncQueue<Integer> queue = new AsyncQueue<>(1);
        assertThatThrownBy(queue::getNowait)
                .isInstanceOf(QueueEmpty.class)
                .hasMessage("AsyncQueue[size:0, maxSize:1] is empty: await(get()) waits for the next" + " item");
        queue.putNowait(1);
        assertThat(queue.isFull()).isTrue();
        assertThatThrownBy(() -> queue.putNowait(2))
                .isInstanceOf(QueueFull.class)
                .hasMessage("AsyncQueue[size:1, maxSize:1, tasks:1] is full: await(put(item)) waits"
                        + " until somebody has taken one");
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.maxSize()).isEqualTo(1);
    }

    @AsyncTest
    void joinWaitsUntilAllIsDone() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        await(queue.join());
        queue.putNowait(1);
        queue.putNowait(2);
        Task<?> joined = createTask(queue.join());
        await(queue.get());
        queue.taskDone();
        await(queue.get());
        await(sleep(1));
        trail.add(joined.isDone());
        trail.add(queue);
        queue.taskDone();
        queue.putNowait(3); // too late to hold it back
        await(sleep(1));
        trail.add(joined.isDone());
        trail.was("false AsyncQueue[size:0, joiners:1, tasks:1] true");
    }

    @Test
    void taskDoneTooOftenIsAnError() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        assertThatThrownBy(queue::taskDone)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("taskDone() of AsyncQueue[size:0] was called more often than items were"
                        + " put: call it once for each item that was got.");
    }

    @AsyncTest
    void shutDownQueueGivesWhatItHasAndNoMore() {
        AsyncQueue<Integer> queue = new AsyncQueue<>(1);
        queue.putNowait(1);
        createTask(putter(queue, 2));
        await(sleep(1));
        queue.shutdown();
        await(sleep(1));
        trail.add(queue);
        await(getter(queue, "a"));
        await(getter(queue, "b"));
        trail.was("+2:down AsyncQueue[size:1, maxSize:1, tasks:1, shut down] a1 b:down");
        assertThatThrownBy(queue::getNowait)
                .isInstanceOf(QueueShutDown.class)
                .hasMessageStartingWith("AsyncQueue[size:0, maxSize:1")
                .hasMessageEndingWith(
                        "was shut down: nothing can be put into it any more, and nothing is left to" + " get");
        assertThatThrownBy(() -> queue.putNowait(1)).isInstanceOf(QueueShutDown.class);
    }

    @AsyncTest
    void immediateShutdownDropsTheItemsAndLetsJoinReturn() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        queue.putNowait(1);
        queue.putNowait(2);
        Task<?> joined = createTask(queue.join());
        await(sleep(1));
        queue.shutdown(true);
        await(joined);
        await(getter(queue, "a"));
        trail.was("a:down");
    }

    @AsyncTest
    void shutdownWakesAllThatWaitToGet() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        createTask(getter(queue, "a"));
        createTask(getter(queue, "b"));
        await(sleep(1));
        queue.shutdown();
        await(sleep(1));
        trail.was("a:down b:down");
    }

    @Async
    private Coroutine<Object> inner(AsyncQueue<?> queue) {
        return Coroutine.of(await(queue.get()));
    }

    @Async
    private Coroutine<Object> outer(AsyncQueue<?> queue) {
        Object item = await(inner(queue));
        return Coroutine.of(item);
    }

    private static List<String> rows(QueueShutDown e) {
        return Arrays.stream(e.getStackTrace())
                .limit(4)
                .map(row -> row.getClassName().replaceAll(".*[.]", "")
                        + "."
                        + row.getMethodName()
                        + (row.getLineNumber() > 0 ? "" : " without line"))
                .toList();
    }

    @AsyncTest
    void whoIsWokenByShutdownSeesTheCallsThatAwait() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        List<List<String>> seen = new ArrayList<>();
        Task<?> waiting = createTask(outer(queue));
        await(sleep(1));
        queue.shutdown();
        try {
            await(waiting);
        } catch (QueueShutDown e) {
            seen.add(rows(e));
        }
        try {
            await(outer(queue));
        } catch (QueueShutDown e) {
            seen.add(rows(e));
        }
        List<String> expected =
                List.of("AsyncQueue.checkNotShutDown", "AsyncQueue.get", "QueueTest.inner", "QueueTest.outer");
        assertThat(seen).containsExactly(expected, expected);
    }

    @AsyncTest
    void whoFindsTheItemGoneWaitsAgainAtTheEnd() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        createTask(getter(queue, "a"));
        createTask(getter(queue, "b"));
        await(sleep(1));
        queue.putNowait(1); // wakes a
        trail.add(queue.getNowait());
        await(sleep(1));
        trail.add(queue);
        queue.putNowait(2);
        queue.putNowait(3);
        await(sleep(1));
        trail.was("1 AsyncQueue[size:0, getters:2, tasks:1] b2 a3");
    }

    @AsyncTest
    void whoWaitsAgainCanBeCancelled() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        Task<?> a = createTask(getter(queue, "a"));
        await(sleep(1));
        queue.putNowait(1);
        queue.getNowait();
        await(sleep(1));
        createTask(getter(queue, "b"));
        await(sleep(1));
        queue.putNowait(2); // wakes a, which is cancelled before it goes on
        a.cancel();
        await(sleep(1));
        trail.add(a.isCancelled());
        trail.add(queue);
        trail.was("b2 true AsyncQueue[size:0, tasks:2]");
    }

    @AsyncTest
    void awaitingACoroutineAgainTakesAnotherItem() {
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        queue.putNowait(1);
        queue.putNowait(2);
        Coroutine<Integer> next = queue.get();
        trail.add(await(gather(next, next)));
        trail.was("[1, 2]");
    }
}
