package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.ArrayDeque;

/** It clears the event after it has looked for work, and with it the news of more. */
final class ClearedTooLate {
    private static final int ITEMS = 2;

    private final AsyncEvent news = new AsyncEvent();
    private final ArrayDeque<Integer> items = new ArrayDeque<>();

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        ClearedTooLate box = new ClearedTooLate();
        await(gather(box.consume(fixed), box.produce()));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> consume(boolean fixed) {
        int got = 0;
        while (got < ITEMS) {
            await(news.waitAsync());
            if (fixed) {
                news.clear();
            }
            while (!items.isEmpty()) {
                items.remove();
                got++;
            }
            if (!fixed) {
                await(steps(1)); // writes a log
                news.clear();
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> produce() {
        for (int i = 0; i < ITEMS; i++) {
            await(steps(4));
            items.add(i);
            news.set();
        }
        return Coroutine.done();
    }
}
