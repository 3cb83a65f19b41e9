package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for a future of {@code java.util.concurrent} on a thread. */
final class BlockingFuture {
    private BlockingFuture() {}

    @Async
    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object> Coroutine<T> get(Future<T> future) {
        if (future instanceof CompletionStage<?> stage) {
            return Coroutine.of((T) await(stage));
        }
        try {
            return Coroutine.of(future.isDone() ? future.get() : await(OtherThread.call(future::get, false)));
        } catch (CancellationException e) { // of the future
            throw new CancelledError(e.getMessage());
        } catch (CancelledError e) { // of the await; what it waits for in vain ends too
            future.cancel(true);
            throw e;
        } catch (Exception e) {
            if (e instanceof ExecutionException && e.getCause() != null) {
                return Coroutine.failed(e.getCause()); // so that its trace shows this await
            }
            throw Sneaky.sneak(e);
        }
    }
}
