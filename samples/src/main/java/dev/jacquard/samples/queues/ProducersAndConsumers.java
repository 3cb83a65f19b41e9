package dev.jacquard.samples.queues;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.List;

/**
 * Producers fill a queue that holds two items at most, consumers empty it; {@code join} waits until each item has been
 * worked off.
 *
 * <p>In Python: {@code await queue.put(item)}, {@code await queue.get()}, {@code queue.task_done()}.
 */
public final class ProducersAndConsumers {
    private ProducersAndConsumers() {}

    public static void main(String[] args) {
        run(demo());
    }

    /** Waits in {@code put} while the queue is full: that slows it down to the consumers' pace. */
    @Async
    static Coroutine<Void> produce(String what, AsyncQueue<String> queue) {
        for (int n = 1; n <= 3; n++) {
            await(queue.put(what + n));
            System.out.println("put " + what + n + ", waiting: " + queue.size());
        }
        return Coroutine.done();
    }

    /** Never ends by itself. */
    @Async
    static Coroutine<Void> consume(String name, AsyncQueue<String> queue) {
        while (true) {
            String item = await(queue.get());
            await(sleep(100));
            System.out.println(name + " has done " + item);
            queue.taskDone();
        }
    }

    @Async
    public static Coroutine<Void> demo() {
        AsyncQueue<String> queue = new AsyncQueue<>(2);
        List<Task<Void>> consumers = List.of(createTask(consume("Ada", queue)), createTask(consume("Basile", queue)));
        await(gather(produce("a", queue), produce("b", queue)));
        System.out.println("all has been put");
        await(queue.join());
        System.out.println("all is done");
        for (Task<Void> consumer : consumers) {
            consumer.cancel();
        }
        return Coroutine.done();
    }
}
