package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request and its task. What the end of the task means for the response is the subclass's; it is asked only while
 * the client is there.
 *
 * @param <T> what the handler returns
 */
abstract class Call<T extends @Nullable Object> {
    private final Requests requests;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private @Nullable Task<?> task;
    private boolean gone;

    Call(Requests requests, HttpServerRequest request) {
        this.requests = requests;
        this.request = request;
        response = request.response();
    }

    /** The handler has ended. */
    abstract void returned(T value);

    /** The task was cancelled by others. */
    abstract void cancelled(CancelledError e);

    /** The handler has thrown. */
    abstract void failed(Throwable e);

    /** Runs the handler. */
    @Async
    final <S, X extends Exception> Coroutine<Void> serve(ThrowingAsyncFunction<? super S, T, X> handler, S subject) {
        T value;
        try {
            value = await(handler.apply(subject));
        } catch (LoopExit e) {
            throw e;
        } catch (CancelledError e) {
            if (!isGone()) {
                cancelled(e);
            }
            throw e;
        } catch (Throwable e) {
            if (isGone()) {
                requests.tellLate(e, request);
            } else {
                failed(e);
            }
            return Coroutine.done();
        }
        if (!isGone()) {
            returned(value);
        }
        return Coroutine.done();
    }

    /**
     * Its task was started.
     *
     * @return whether it has to be told when the client goes away
     */
    final boolean started(@Nullable Task<?> task) {
        this.task = task;
        if (task == null || task.isDone() || response.ended()) {
            return false;
        }
        if (response.closed()) {
            closed();
            return false;
        }
        return true;
    }

    /** The connection or the stream has ended; after the response's end that is no news. */
    final void closed() {
        if (!response.ended()) {
            gone = true;
            if (task != null) {
                task.cancel(Requests.GONE);
            }
        }
    }

    /** Whether nobody is there any more to be answered. */
    final boolean isGone() {
        return gone || response.closed();
    }

    final HttpServerResponse response() {
        return response;
    }
}
