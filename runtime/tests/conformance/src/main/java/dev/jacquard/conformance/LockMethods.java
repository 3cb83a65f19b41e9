package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncLock;
import dev.jacquard.Coroutine;
import dev.jacquard.Held;
import dev.jacquard.annotations.Async;

/** The methods of locks. */
final class LockMethods {
    private LockMethods() {}

    static Object query(AsyncLock lock, String property) {
        if (property.equals("locked")) {
            return lock.isLocked();
        }
        throw Things.noSuchMethod(lock, property);
    }

    static void call(AsyncLock lock, String method) {
        if (!method.equals("release")) {
            throw Things.noSuchMethod(lock, method);
        }
        lock.release();
    }

    static Coroutine<?> callWaiting(AsyncLock lock, String method) {
        if (method.equals("acquire")) {
            return acquired(lock.acquire());
        }
        throw Things.noSuchMethod(lock, method);
    }

    /** Acquiring gives true. */
    @Async
    static Coroutine<Boolean> acquired(Coroutine<Held> acquiring) {
        await(acquiring);
        return Coroutine.of(true);
    }
}
