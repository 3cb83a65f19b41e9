package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.asynciotests.contract.Programs.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncLifoQueue;
import dev.jacquard.AsyncPriorityQueue;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueEmpty;
import dev.jacquard.QueueFull;
import dev.jacquard.QueueShutDown;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.Comparator;
import java.util.List;

/** {@code AsyncQueue} and its kinds. */
class QueuesContractTest {
    @AsyncTest
    void queue() {
        AsyncQueue<String> queue = new AsyncQueue<>(2);
        Coroutine<Void> put = queue.put("a");
        await(put);
        queue.putNowait("b");
        int size = queue.size();
        int maxSize = queue.maxSize();
        boolean full = queue.isFull();
        assertThat(size).isEqualTo(2);
        assertThat(maxSize).isEqualTo(2);
        assertThat(full).isTrue();
        assertThatThrownBy(() -> queue.putNowait("c")).isInstanceOf(QueueFull.class);

        Coroutine<String> get = queue.get();
        assertThat(await(get)).isEqualTo("a");
        String b = queue.getNowait();
        boolean empty = queue.isEmpty();
        assertThat(b).isEqualTo("b");
        assertThat(empty).isTrue();
        assertThatThrownBy(queue::getNowait).isInstanceOf(QueueEmpty.class);

        queue.taskDone();
        queue.taskDone();
        Coroutine<Void> join = queue.join();
        await(join);
        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
    }

    @AsyncTest
    void shutdown() {
        AsyncQueue<String> queue = new AsyncQueue<>();
        queue.putNowait("a");
        queue.shutdown();
        assertThatThrownBy(() -> queue.putNowait("b")).isInstanceOf(QueueShutDown.class);
        assertThat(await(queue.get())).isEqualTo("a");
        assertThat(await(failureOf(queue.get()))).isInstanceOf(QueueShutDown.class);

        AsyncQueue<String> emptied = new AsyncQueue<>();
        emptied.putNowait("a");
        emptied.shutdown(true);
        assertThat(await(failureOf(emptied.get()))).isInstanceOf(QueueShutDown.class);
    }

    @Async
    private static Coroutine<String> order(AsyncQueue<String> queue) {
        for (String item : List.of("b", "c", "a")) {
            await(queue.put(item));
        }
        return Coroutine.of(await(queue.get()) + await(queue.get()) + await(queue.get()));
    }

    @AsyncTest
    void kinds() {
        Comparator<Object> backwards = Comparator.comparing(Object::toString).reversed();
        assertThat(await(order(new AsyncQueue<>()))).isEqualTo("bca");
        assertThat(await(order(new AsyncQueue<>(3)))).isEqualTo("bca");
        assertThat(await(order(new AsyncLifoQueue<>()))).isEqualTo("acb");
        assertThat(await(order(new AsyncLifoQueue<>(3)))).isEqualTo("acb");
        assertThat(await(order(new AsyncPriorityQueue<>()))).isEqualTo("abc");
        assertThat(await(order(new AsyncPriorityQueue<>(3)))).isEqualTo("abc");
        assertThat(await(order(new AsyncPriorityQueue<>(backwards)))).isEqualTo("cba");
        assertThat(await(order(new AsyncPriorityQueue<>(3, backwards)))).isEqualTo("cba");
    }

    @AsyncTest
    void nullIsAnItem() {
        for (AsyncQueue<String> queue : List.of(new AsyncQueue<String>(), new AsyncLifoQueue<String>())) {
            queue.putNowait(null);
            assertThat(await(queue.get())).isNull();
        }
        AsyncQueue<String> ordered = new AsyncPriorityQueue<>();
        assertThatThrownBy(() -> ordered.putNowait(null)).isInstanceOf(NullPointerException.class);
    }
}
