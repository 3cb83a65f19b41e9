package dev.jacquard.agenttests.unloading;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** What applications share: it calls them where only at run time is known what is called. */
public final class Library {
    /** An application's. */
    public interface Handler {
        @Async
        Coroutine<Object> handle(Object request);
    }

    private Library() {}

    @Async
    public static Coroutine<Object> serve(Handler handler) {
        Object last = null;
        for (int i = 0; i < 2_000; i++) {
            last = await(handler.handle("request"));
        }
        return Coroutine.of(last);
    }
}
