package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** It was open when it began to read. */
final class ReadDuringShutdown {
    private StringBuilder buffer = new StringBuilder("data");
    private int readers;
    private boolean closed;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        ReadDuringShutdown file = new ReadDuringShutdown();
        await(gather(file.read(), file.close(fixed)));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> read() {
        if (!closed) {
            readers++;
            await(steps(2));
            check(buffer != null, "read after the end");
            buffer.append('.');
            readers--;
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> close(boolean fixed) {
        await(steps(3));
        closed = true;
        while (fixed && readers > 0) {
            await(steps(1));
        }
        buffer = null;
        return Coroutine.done();
    }
}
