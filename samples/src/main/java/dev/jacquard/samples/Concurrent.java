package dev.jacquard.samples;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.List;

/**
 * One after the other, or at the same time: awaiting a coroutine against making a task of it.
 *
 * <p>In Python: {@code asyncio.create_task}, {@code asyncio.gather}.
 */
public final class Concurrent {
    private Concurrent() {}

    public static void main(String[] args) {
        run(sequential());
        run(concurrent());
        run(gathered());
    }

    @Async
    static Coroutine<String> fetch(String what, long millis) {
        await(sleep(millis));
        return Coroutine.of(what);
    }

    /** A coroutine does nothing until it is awaited, so the times add up. */
    @Async
    static Coroutine<Void> sequential() {
        var watch = new Stopwatch();
        String bread = await(fetch("bread", 300));
        String milk = await(fetch("milk", 400));
        System.out.println("sequential: " + bread + " and " + milk + " took " + watch);
        return Coroutine.done();
    }

    /** A task runs on its own from now on; awaiting it only picks up its result. */
    @Async
    static Coroutine<Void> concurrent() {
        var watch = new Stopwatch();
        Task<String> bread = createTask(fetch("bread", 300));
        Task<String> milk = createTask(fetch("milk", 400));
        System.out.println("concurrent: " + await(bread) + " and " + await(milk) + " took " + watch);
        return Coroutine.done();
    }

    /** {@code gather} makes the tasks itself and gives the results in the order of its arguments. */
    @Async
    static Coroutine<Void> gathered() {
        var watch = new Stopwatch();
        // doc: gather
        List<String> basket = await(gather(fetch("bread", 300), fetch("milk", 400)));
        // end
        System.out.println("gathered:   " + String.join(" and ", basket) + " took " + watch);
        return Coroutine.done();
    }

    /** What {@code gather} gives is a future: a coroutine is made of it to return it. */
    @Async
    static Coroutine<List<String>> basket() {
        return gather(fetch("bread", 300), fetch("milk", 400)).asCoroutine();
    }
}
