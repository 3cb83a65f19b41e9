package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Stopwatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Passes on one value per interval at most, and the last one always: a slider that redraws the picture while it is
 * dragged, but not at each of its steps.
 *
 * <p>In Python: {@code loop.call_later(interval, ...)}.
 */
public final class Throttle<T> {
    private final Duration interval;
    private final Consumer<? super T> action;
    private final Deque<T> latest = new ArrayDeque<>(1);
    private boolean resting;

    Throttle(Duration interval, Consumer<? super T> action) {
        this.interval = interval;
        this.action = action;
    }

    /** Offers a value; it replaces one that still waits. */
    void offer(T value) {
        latest.clear();
        latest.add(value);
        if (!resting) {
            pass();
        }
    }

    private void pass() {
        resting = !latest.isEmpty();
        if (resting) {
            getRunningLoop().callLater(interval, this::pass);
            action.accept(latest.remove());
        }
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        var watch = new Stopwatch();
        var picture = new Throttle<Integer>(
                Duration.ofMillis(100), zoom -> System.out.println(watch + ": drawn at " + zoom + " %"));
        for (int zoom = 100; zoom <= 110; zoom++) {
            picture.offer(zoom);
            await(sleep(25));
        }
        await(sleep(200));
        picture.offer(50);
        return Coroutine.done();
    }
}
