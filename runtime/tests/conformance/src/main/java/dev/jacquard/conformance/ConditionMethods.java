package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCondition;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The methods of conditions. */
final class ConditionMethods {
    private ConditionMethods() {}

    static Object query(AsyncCondition condition, String property) {
        if (property.equals("locked")) {
            return condition.isLocked();
        }
        throw Things.noSuchMethod(condition, property);
    }

    static void call(AsyncCondition condition, String method, @Nullable Object n) {
        switch (method) {
            case "release" -> condition.release();
            case "notify" -> condition.signal(n == null ? 1 : Math.toIntExact(Values.integer(n)));
            case "notify_all" -> condition.signalAll();
            default -> throw Things.noSuchMethod(condition, method);
        }
    }

    static Coroutine<?> callWaiting(AsyncCondition condition, String method) {
        return switch (method) {
            case "acquire" -> LockMethods.acquired(condition.acquire());
            case "wait" -> EventMethods.waited(condition.waitAsync());
            default -> throw Things.noSuchMethod(condition, method);
        };
    }

    /** Gives the value that was true in the end. */
    @Async
    static Coroutine<@Nullable Object> waitFor(AsyncCondition condition, Supplier<@Nullable Object> predicate) {
        var last = new @Nullable Object[1];
        await(condition.waitFor(() -> {
            last[0] = predicate.get();
            return Values.truth(last[0]);
        }));
        return Coroutine.of(Values.nullable(last[0]));
    }
}
