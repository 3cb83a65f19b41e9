package dev.jacquard.streams.internal;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.shield;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncLock;
import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Lets one operation after the other have its turn, in the order in which they ask. A turn whose task is cancelled
 * while something outside, such as a thread, is at it ends when that has ended.
 */
public final class Turns {
    private final AsyncLock lock = new AsyncLock();

    /** Nobody has a turn yet. */
    public Turns() {}

    /** Waits for its turn. */
    @Async
    public Coroutine<Turn> take() {
        await(lock.acquire());
        return Coroutine.of(new Turn());
    }

    /** What is outside at most once at a time. */
    public final class Turn implements AsyncCloseable {
        private @Nullable Future<?> outside;

        private Turn() {}

        /** Calls a blocking function on the loop's executor. */
        @Async
        public <T extends @Nullable Object> Coroutine<T> call(Callable<T> blocking) throws IOException {
            Future<T> result = getRunningLoop().runInExecutor(null, blocking);
            return Coroutine.of(await(hold(result), IOException.class));
        }

        /** The turn lasts at least until this is done; waiting may be cancelled before. */
        public <T extends @Nullable Object> Awaitable<T> hold(Future<T> result) {
            outside = result;
            return shield(result);
        }

        /** Ends it; does not wait. */
        @Override
        public Coroutine<Void> closeAsync() {
            Future<?> o = outside;
            if (o == null || o.isDone()) {
                lock.release();
            } else {
                o.addDoneCallback(f -> lock.release());
            }
            return Coroutine.done();
        }
    }
}
