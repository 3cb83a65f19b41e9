package dev.jacquard.samples.sync;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Stopwatch;

/**
 * Nobody starts the next lap before all have finished this one.
 *
 * <p>In Python: {@code await barrier.wait()}.
 */
public final class Barriers {
    private Barriers() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<Void> runner(String name, int millis, AsyncBarrier line, Stopwatch watch) {
        for (int lap = 1; lap <= 2; lap++) {
            await(sleep(millis));
            System.out.println(watch + ": " + name + " has run lap " + lap);
            if (await(line.waitAsync()) == line.parties() - 1) { // exactly one of them gets this
                System.out.println(watch + ": all have run lap " + lap);
            }
        }
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> demo() {
        var line = new AsyncBarrier(3);
        var watch = new Stopwatch();
        await(gather(
                runner("hare", 100, line, watch),
                runner("fox", 200, line, watch),
                runner("tortoise", 300, line, watch)));
        return Coroutine.done();
    }
}
