package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** As long as there is always a reader, the writer never writes. */
final class Starvation {
    private static final int READS = 4;

    private final AsyncEvent written = new AsyncEvent();
    private int readers;
    private boolean waiting;
    private int overtaken;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        Starvation book = new Starvation();
        await(gather(book.read(fixed), book.read(fixed), book.write()));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> read(boolean fixed) {
        for (int i = 0; i < READS; i++) {
            if (fixed && waiting) {
                await(written.waitAsync());
            }
            if (waiting) {
                overtaken++;
                check(overtaken < 4, "the writer was overtaken " + overtaken + " times");
            }
            readers++;
            await(steps(1));
            readers--;
            await(steps(1));
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> write() {
        waiting = true;
        while (readers > 0) {
            await(steps(1));
        }
        waiting = false;
        written.set();
        return Coroutine.done();
    }
}
