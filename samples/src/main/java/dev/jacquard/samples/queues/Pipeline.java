package dev.jacquard.samples.queues;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueShutDown;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.util.List;

/**
 * Stages that run at the same time, with a queue from each to the next. Shutting a queue down tells the next stage that
 * nothing more comes.
 *
 * <p>In Python 3.13: {@code queue.shutdown()}, and {@code except asyncio.QueueShutDown}.
 */
public final class Pipeline {
    private Pipeline() {}

    public static void main(String[] args) {
        run(demo());
    }

    /** Awaits one item after the other until the queue is shut down and empty. */
    @Async
    static <E> AsyncGenerator<E> items(AsyncQueue<E> queue) {
        try {
            while (true) {
                emit(await(queue.get()));
            }
        } catch (QueueShutDown e) {
            return AsyncGenerator.end();
        }
    }

    @Async
    static Coroutine<Void> read(AsyncQueue<String> lines) {
        for (String line : List.of("warp 3", "weft 4", "shed 5")) {
            await(sleep(50));
            System.out.println("read:  " + line);
            await(lines.put(line));
        }
        lines.shutdown();
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> parse(AsyncQueue<String> lines, AsyncQueue<Integer> numbers) {
        for (String line : items(lines)) {
            await(sleep(70));
            System.out.println("parse: " + line);
            await(numbers.put(Integer.parseInt(line.substring(line.indexOf(' ') + 1))));
        }
        numbers.shutdown();
        return Coroutine.done();
    }

    @Async
    static Coroutine<Integer> sum(AsyncQueue<Integer> numbers) {
        int sum = 0;
        for (int number : items(numbers)) {
            sum += number;
            System.out.println("sum:   " + sum);
        }
        return Coroutine.of(sum);
    }

    @Async
    public static Coroutine<Void> demo() {
        AsyncQueue<String> lines = new AsyncQueue<>(1);
        AsyncQueue<Integer> numbers = new AsyncQueue<>(1);
        int total = await(TaskGroup.run(stages -> {
            stages.createTask(read(lines));
            stages.createTask(parse(lines, numbers));
            return sum(numbers);
        }));
        System.out.println("total: " + total);
        return Coroutine.done();
    }
}
