package dev.jacquard.samples.sync;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncCondition;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;

/**
 * Customers wait until there is enough bread on the shelf for each of them.
 *
 * <p>In Python: {@code async with condition: await condition.wait_for(lambda: ...)}.
 */
public final class Conditions {
    private Conditions() {}

    static final class Bakery {
        private final AsyncCondition changed = new AsyncCondition();
        private int shelf;

        @Async
        Coroutine<Void> bake(int loaves) {
            await(sleep(100));
            try (var held = await(changed.acquire())) {
                shelf += loaves;
                System.out.println("baked " + loaves + ", on the shelf: " + shelf);
                changed.signalAll();
            }
            return Coroutine.done();
        }

        /** The condition is asked again after each signal, with the lock held. */
        @Async
        Coroutine<Void> buy(String who, int loaves) {
            try (var held = await(changed.acquire())) {
                await(changed.waitFor(() -> shelf >= loaves));
                shelf -= loaves;
                System.out.println(who + " buys " + loaves + ", left: " + shelf);
            }
            return Coroutine.done();
        }
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        var bakery = new Bakery();
        Task<Void> hotel = createTask(bakery.buy("the hotel", 5));
        Task<Void> ada = createTask(bakery.buy("Ada", 1));
        for (int batch = 0; batch < 3; batch++) {
            await(bakery.bake(2));
        }
        await(gather(hotel, ada));
        return Coroutine.done();
    }
}
