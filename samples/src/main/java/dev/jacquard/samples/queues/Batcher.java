package dev.jacquard.samples.queues;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.timeout;

import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects items until there are enough of them, or the first one has waited long enough: a database that gets ten rows
 * in one statement instead of ten statements.
 *
 * <p>In Python: {@code async with asyncio.timeout(t):} around a loop of {@code queue.get()}.
 */
public final class Batcher<T> {
    private final AsyncQueue<T> queue;
    private final int most;
    private final Duration patience;
    private final List<T> batch = new ArrayList<>();

    Batcher(AsyncQueue<T> queue, int most, Duration patience) {
        this.queue = queue;
        this.most = most;
        this.patience = patience;
    }

    /** The next batch, of one item at least. What it has collected when it is cancelled is part of the next one. */
    @Async
    Coroutine<List<T>> next() {
        if (batch.isEmpty()) {
            batch.add(await(queue.get()));
        }
        try {
            await(timeout(patience, limit -> fill()));
        } catch (AsyncTimeoutException e) {
            // then it is as full as it is
        }
        List<T> full = List.copyOf(batch);
        batch.clear();
        return Coroutine.of(full);
    }

    @Async
    private Coroutine<Void> fill() {
        while (batch.size() < most) {
            batch.add(await(queue.get()));
        }
        return Coroutine.done();
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<Void> insert(Batcher<String> rows, Stopwatch watch) {
        while (true) {
            System.out.println("insert " + await(rows.next()) + " at " + watch);
        }
    }

    @Async
    public static Coroutine<Void> demo() {
        AsyncQueue<String> queue = new AsyncQueue<>();
        var rows = new Batcher<>(queue, 3, Duration.ofMillis(200));
        Task<Void> database = createTask(insert(rows, new Stopwatch()));
        for (int i = 1; i <= 7; i++) { // seven at once: two full batches
            queue.putNowait("row" + i);
        }
        await(sleep(300)); // the last one has waited long enough
        queue.putNowait("row8");
        await(sleep(100));
        queue.putNowait("row9");
        await(sleep(200));
        database.cancel();
        return Coroutine.done();
    }
}
