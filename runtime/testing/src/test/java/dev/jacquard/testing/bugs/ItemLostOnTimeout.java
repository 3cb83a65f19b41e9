package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.waitAny;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncQueue;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.List;

/** It gives up waiting for an item, which has come meanwhile. */
final class ItemLostOnTimeout {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final AsyncQueue<String> queue = new AsyncQueue<>();
    private int got;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        ItemLostOnTimeout shop = new ItemLostOnTimeout();
        await(gather(shop.consume(fixed), shop.produce()));
        check(shop.got + shop.queue.size() == 1, "the item is lost");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> consume(boolean fixed) {
        Task<String> getter = createTask(queue.get(), "getter");
        await(waitAny(List.of(getter), PATIENCE));
        if (getter.isDone()) {
            got++;
            return Coroutine.done();
        }
        await(steps(1)); // writes a log
        getter.cancel();
        if (fixed) {
            try {
                await(getter);
                got++;
            } catch (CancelledError e) {
                // nothing has come
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> produce() {
        await(dev.jacquard.Asyncio.sleep(PATIENCE));
        await(steps(3));
        queue.putNowait("item");
        return Coroutine.done();
    }
}
