package dev.jacquard.vertx;

import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Futures of Vert.x to be awaited, and coroutines for those who take futures of Vert.x. */
public final class VertxFutures {
    private VertxFutures() {}

    /**
     * A future of the running loop that follows one of Vert.x: {@code await(awaitable(client.request(options)))}. If
     * that one completes on the loop's thread, as all do that Vert.x of {@link VertxLoop} gives, whoever awaits goes on
     * in the same round; else it is posted to the loop. {@code asyncio.wrap_future}.
     *
     * <p>A {@link io.vertx.core.streams.ReadStream} (a client's response, a socket, a WebSocket) arrives paused, else
     * its first items would pass before whoever awaits has handlers for them. {@link VertxStreams} and
     * {@link VertxWebSocket} take it as it is; who uses {@code handler} or {@code body} calls {@code resume()} then.
     *
     * @param future what to follow. Each call gives a future of its own; cancelling that leaves this one as it is,
     *     since others may wait for it too
     * @return its result, or the very exception with which it failed; cancelled if that is a
     *     {@link CancellationException}
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object> Future<T> awaitable(io.vertx.core.Future<T> future) {
        Objects.requireNonNull(future, "future");
        FollowingFuture<T> following = new FollowingFuture<>(Asyncio.getRunningLoop());
        future.onComplete(following);
        return following;
    }

    /**
     * Starts a task on the running loop for those who want a future of Vert.x: verticles, {@code compose}, handlers of
     * libraries.
     *
     * @return its result or its exception; a {@link CancellationException} if it is cancelled
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object> io.vertx.core.Future<T> toVertx(Coroutine<T> coroutine) {
        return toVertx(Asyncio.createTask(coroutine));
    }

    /** What {@link #toVertx(Coroutine)} returns, for a task or promise that there is already. */
    public static <T extends @Nullable Object> io.vertx.core.Future<T> toVertx(Future<T> future) {
        ContextInternal context = ContextInternal.current();
        Promise<T> promise = context == null ? Promise.promise() : context.promise();
        future.addDoneCallback(done -> pass(done, promise));
        return promise.future();
    }

    private static <T extends @Nullable Object> void pass(Future<T> done, Promise<T> promise) {
        if (done.isCancelled()) {
            promise.fail(cancellation(done));
            return;
        }
        Throwable e = done.exception();
        if (e == null) {
            promise.complete(done.result());
        } else {
            promise.fail(e);
        }
    }

    private static CancellationException cancellation(Future<?> cancelled) {
        try {
            cancelled.result();
            throw new AssertionError(cancelled);
        } catch (CancelledError e) {
            CancellationException c = new CancellationException(e.getMessage());
            c.initCause(e);
            return c;
        }
    }
}
