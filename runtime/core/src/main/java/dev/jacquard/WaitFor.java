package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Asyncio#waitFor}: a timeout around one await. */
final class WaitFor {
    private WaitFor() {}

    @Async
    static <T extends @Nullable Object> Coroutine<T> run(Awaitable<T> awaitable, @Nullable Duration timeout) {
        if (timeout == null || BaseEventLoop.nanos(timeout) > 0) {
            return Timeout.after(timeout, awaitable).run(() -> Coroutine.of(await(awaitable)));
        }
        Future<T> future = Current.loop("waitFor()").ensureFuture(awaitable);
        if (!future.isDone()) {
            await(cancelAndWait(future));
            try {
                return Coroutine.of(future.result());
            } catch (CancelledError e) {
                String limit = AsyncTimeoutException.within(timeout);
                throw new AsyncTimeoutException(AsyncTimeoutException.message(awaitable, limit, e), e);
            }
        }
        return Coroutine.of(future.result());
    }

    /**
     * Waits on a future of its own and not on the one that is cancelled: so a cancellation from outside can be told
     * from the one that was asked for here.
     */
    @Async
    private static Coroutine<Void> cancelAndWait(Future<?> future) {
        Gate gate = new Gate(future.loop, "the end of cancelled " + future.waitsFor(), () -> List.of(future));
        Consumer<Future<?>> callback = done -> gate.open();
        future.addDoneCallback(callback);
        try {
            future.cancel();
            await(gate);
        } finally {
            future.removeDoneCallback(callback);
        }
        return Coroutine.done();
    }
}
