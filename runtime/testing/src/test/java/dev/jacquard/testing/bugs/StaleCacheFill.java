package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** It puts into the cache what was true when it began to load. */
final class StaleCacheFill {
    private int stored = 1;
    private int version;
    private Integer cached;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        StaleCacheFill store = new StaleCacheFill();
        await(gather(store.read(fixed), store.write(2)));
        check(
                store.cached == null || store.cached == store.stored,
                "stored is " + store.stored + ", but cached " + store.cached);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Integer> read(boolean fixed) {
        if (cached == null) {
            int then = version;
            int value = stored;
            await(steps(2)); // the way back from the store
            if (!fixed || version == then) {
                cached = value;
            }
        }
        return Coroutine.of(cached);
    }

    @Async
    private Coroutine<Void> write(int value) {
        await(steps(3));
        stored = value;
        version++;
        cached = null;
        return Coroutine.done();
    }
}
