package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.waitAll;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.TimerHandle;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Stopwatch;
import java.time.Duration;
import java.util.List;

/**
 * {@code sleep} made by hand: a promise that nobody has kept yet, a timer that will keep it, and a task that awaits it.
 * All waiting comes down to this.
 *
 * <p>In Python: {@code future = loop.create_future(); loop.call_later(delay, ...); await future}.
 */
public final class CustomSleep {
    private CustomSleep() {}

    @Async
    static <T> Coroutine<T> sleepFor(Duration delay, T value) {
        Promise<T> wakeUp = new Promise<>();
        TimerHandle timer = getRunningLoop().callLater(delay, () -> {
            if (!wakeUp.isDone()) { // it may be cancelled
                wakeUp.setResult(value);
            }
        });
        try {
            return Coroutine.of(await(wakeUp));
        } finally {
            timer.cancel(); // who is cancelled leaves no timer behind
        }
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<Void> nap(String who, int millis, Stopwatch watch) {
        try {
            String dream = await(sleepFor(Duration.ofMillis(millis), "sheep"));
            System.out.println(watch + ": " + who + " dreamt of " + dream);
        } catch (CancelledError e) {
            System.out.println(watch + ": " + who + " was woken up");
            throw e;
        }
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> demo() {
        var watch = new Stopwatch();
        Task<Void> cat = createTask(nap("the cat", 300, watch));
        Task<Void> dog = createTask(nap("the dog", 100, watch));
        Task<Void> child = createTask(nap("the child", 60_000, watch));
        await(cat);
        await(dog);
        child.cancel();
        await(waitAll(List.of(child)));
        return Coroutine.done();
    }
}
