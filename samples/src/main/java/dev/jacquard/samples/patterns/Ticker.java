package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncCallable;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Stopwatch;
import java.time.Duration;

/**
 * Does something again and again, at times that do not drift: it sleeps until the next one, however long the work took.
 *
 * <p>In Python: {@code await asyncio.sleep(next_time - loop.time())}.
 */
public final class Ticker {
    private Ticker() {}

    public static void main(String[] args) {
        run(demo());
    }

    /** Never ends by itself; if the work takes longer than a period, ticks are left out. */
    @Async
    static Coroutine<Void> every(Duration period, AsyncCallable<Void> work) {
        Duration next = getRunningLoop().time();
        while (true) {
            Duration now = getRunningLoop().time();
            while (next.compareTo(now) <= 0) {
                next = next.plus(period);
            }
            await(sleep(next.minus(now)));
            await(work.call());
        }
    }

    private static final class Thermometer {
        private final Stopwatch watch = new Stopwatch();
        private int readings;

        @Async
        Coroutine<Void> read() {
            System.out.println(watch + ": temperature " + ++readings);
            await(sleep(30)); // this time is not added to the period
            return Coroutine.done();
        }
    }

    @Async
    public static Coroutine<Void> demo() {
        var thermometer = new Thermometer();
        Task<Void> ticker = createTask(every(Duration.ofMillis(100), () -> thermometer.read()));
        await(sleep(440));
        ticker.cancel();
        System.out.println(thermometer.watch + ": enough");
        return Coroutine.done();
    }
}
