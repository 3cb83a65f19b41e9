package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request and its task. What the end of the task means for the response is the subclass's; it is asked only while
 * the client is there.
 *
 * @param <T> what the handler returns
 */
abstract class Call<T extends @Nullable Object> {
    /** In so many rounds Vert.x has told all of a connection that is lost. */
    private static final int ROUNDS = 4;

    private final Requests requests;
    private final HeldRequest request;
    private final HttpServerResponse response;
    private @Nullable Task<?> task;
    private boolean gone;

    Call(Requests requests, HeldRequest request) {
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
        try {
            await(answer(handler, subject));
        } finally {
            request.letGo(); // whoever has it now
        }
        return Coroutine.done();
    }

    @Async
    private <S, X extends Exception> Coroutine<Void> answer(ThrowingAsyncFunction<? super S, T, X> handler, S subject) {
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
            await(hasThrown(e));
            return Coroutine.done();
        }
        if (!isGone()) {
            returned(value);
        }
        if (response.ended()) {
            checkFraming();
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> hasThrown(Throwable e) {
        boolean goodbye = ClientGone.tells(e);
        if (goodbye) {
            for (int i = 0; i < ROUNDS && !isGone(); i++) {
                await(sleep(0)); // may be the first to know
            }
        }
        if (isGone() || (goodbye && response.ended())) {
            requests.tellLate(e, request);
        } else {
            failed(e);
        }
        return Coroutine.done();
    }

    private void checkFraming() {
        if (Framing.isStillborn(response)) {
            Framing.fail(request, 500, Requests.INTERNAL_ERROR);
            return;
        }
        String wrong = Framing.check(request);
        if (wrong != null) {
            requests.tell(wrong, new IllegalStateException(wrong), request);
        }
    }

    /** What is wrong with a handler that has left its request to nobody. */
    final IllegalStateException unanswered(String way) {
        return new IllegalStateException(
                "The handler of " + request.method() + " " + request.path() + " has ended without a response. " + way);
    }

    /**
     * Its task was started, and has done its first step. If nobody reads the request yet, it is held.
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
        if (!isHandedOn()) {
            request.hold();
        }
        return true;
    }

    /** Whether others go on with the request. */
    boolean isHandedOn() {
        return false;
    }

    /** The response has ended, or its connection: what is not read of the request is nobody's. */
    final void ended() {
        request.letGo();
        closed();
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

    final HeldRequest request() {
        return request;
    }

    final HttpServerResponse response() {
        return response;
    }
}
