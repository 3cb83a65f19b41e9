package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** The methods of semaphores. A wrong release of a bounded one is a ValueError in Python. */
final class SemaphoreMethods {
    private SemaphoreMethods() {}

    static Object query(AsyncSemaphore semaphore, String property) {
        if (property.equals("locked")) {
            return semaphore.isLocked();
        }
        throw Things.noSuchMethod(semaphore, property);
    }

    static void call(AsyncSemaphore semaphore, String method) {
        if (!method.equals("release")) {
            throw Things.noSuchMethod(semaphore, method);
        }
        try {
            semaphore.release();
        } catch (IllegalStateException e) {
            throw new AppException("ValueError", e.getMessage());
        }
    }

    static Coroutine<?> callWaiting(AsyncSemaphore semaphore, String method) {
        if (method.equals("acquire")) {
            return LockMethods.acquired(semaphore.acquire());
        }
        throw Things.noSuchMethod(semaphore, method);
    }

    /** A body may release too much, so that leaving it is a wrong release. */
    @Async
    static Coroutine<Signal> with(AsyncSemaphore semaphore, Entered body) {
        boolean[] entered = new boolean[1];
        Throwable[] ofBody = new Throwable[1];
        try {
            return Coroutine.of(await(semaphore.with(() -> {
                entered[0] = true;
                try {
                    return Coroutine.of(await(body.apply(null)));
                } catch (Throwable e) {
                    ofBody[0] = e;
                    throw e;
                }
            })));
        } catch (IllegalStateException e) {
            throw entered[0] && e != ofBody[0] ? new AppException("ValueError", e.getMessage()) : e;
        }
    }
}
