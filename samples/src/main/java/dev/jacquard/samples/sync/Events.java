package dev.jacquard.samples.sync;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;

/**
 * Three tasks wait for one event; who comes later need not wait any more.
 *
 * <p>In Python: {@code await event.wait()}.
 */
public final class Events {
    private Events() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<Void> passenger(String name, AsyncEvent boarding) {
        System.out.println(name + " waits");
        await(boarding.waitAsync());
        System.out.println(name + " boards");
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> demo() {
        var boarding = new AsyncEvent();
        Task<Void> ada = createTask(passenger("Ada", boarding));
        Task<Void> basile = createTask(passenger("Basile", boarding));
        Task<Void> charles = createTask(passenger("Charles", boarding));
        await(sleep(100));
        System.out.println("boarding begins");
        boarding.set();
        await(gather(ada, basile, charles));
        await(passenger("Late Lucy", boarding));
        return Coroutine.done();
    }
}
