package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** The methods of events. */
final class EventMethods {
    private EventMethods() {}

    static Object query(AsyncEvent event, String property) {
        if (property.equals("is_set")) {
            return event.isSet();
        }
        throw Things.noSuchMethod(event, property);
    }

    static void call(AsyncEvent event, String method) {
        switch (method) {
            case "set" -> event.set();
            case "clear" -> event.clear();
            default -> throw Things.noSuchMethod(event, method);
        }
    }

    static Coroutine<?> callWaiting(AsyncEvent event, String method) {
        if (method.equals("wait")) {
            return waited(event.waitAsync());
        }
        throw Things.noSuchMethod(event, method);
    }

    /** Waiting gives true. */
    @Async
    static Coroutine<Boolean> waited(Coroutine<Void> waiting) {
        await(waiting);
        return Coroutine.of(true);
    }
}
