package dev.jacquard.samples.debugging;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.annotations.SuppressWeaverWarnings;

/**
 * A coroutine that nobody awaits does nothing at all. Debug mode tells of it, with the place where it was made.
 *
 * <p>In Python: {@code RuntimeWarning: coroutine 'save' was never awaited}.
 */
public final class NeverAwaited {
    private NeverAwaited() {}

    public static void main(String[] args) {
        Reports reports = new Reports();
        try {
            run(demo(), true); // debug mode
        } finally {
            reports.close();
        }
    }

    @Async
    static Coroutine<Void> save(String what) {
        await(sleep(10));
        System.out.println("saved " + what);
        return Coroutine.done();
    }

    /** The weaver warns of the first call, W22, unless it is told not to. */
    @Async
    @SuppressWeaverWarnings("W22")
    public static Coroutine<Void> demo() {
        save("the warp"); // forgotten: await(...)
        await(save("the weft"));
        return Coroutine.done();
    }
}
