package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** The methods of barriers. */
final class BarrierMethods {
    private BarrierMethods() {}

    static Object query(AsyncBarrier barrier, String property) {
        return switch (property) {
            case "n_waiting" -> (long) barrier.nWaiting();
            case "broken" -> barrier.isBroken();
            case "parties" -> (long) barrier.parties();
            default -> throw Things.noSuchMethod(barrier, property);
        };
    }

    static Coroutine<?> callWaiting(AsyncBarrier barrier, String method) {
        return switch (method) {
            case "wait" -> index(barrier.waitAsync());
            case "reset" -> barrier.reset();
            case "abort" -> barrier.abort();
            default -> throw Things.noSuchMethod(barrier, method);
        };
    }

    @Async
    private static Coroutine<Long> index(Coroutine<Integer> waiting) {
        return Coroutine.of((long) await(waiting));
    }
}
