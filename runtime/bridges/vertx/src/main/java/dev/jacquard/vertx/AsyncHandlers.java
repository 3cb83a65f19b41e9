package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Handlers for servers of {@link VertxLoop} that are {@code @Async} code. Each call has a task; its first step is done
 * at once, in a copy of the context in which the handler was made. For Vert.x Web see {@link AsyncRoutes}.
 */
public final class AsyncHandlers {
    private AsyncHandlers() {}

    /**
     * For {@code HttpServer.requestHandler}. The task is cancelled if the client goes away before the response is
     * ended. An exception is told to the loop's exception handler and answered with status 500 (503 if the task is
     * cancelled), or, when the response has begun, with the end of the connection, in HTTP/2 of the stream. Takes
     * {@code closeHandler} and {@code exceptionHandler} of the response.
     *
     * @param handler serves a request; what it returns is of no interest
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception> Handler<HttpServerRequest> http(
            ThrowingAsyncFunction<? super HttpServerRequest, T, X> handler) {
        Objects.requireNonNull(handler, "handler");
        Requests requests = new Requests();
        return request -> {
            HttpCall<T> call = new HttpCall<>(requests, request);
            Task<?> task = requests.start(call.serve(handler, request), requests.newContext());
            if (call.started(task)) {
                call.response().closeHandler(v -> call.closed());
                call.response().exceptionHandler(e -> call.closed());
            }
        };
    }

    private static final class HttpCall<T extends @Nullable Object> extends Call<T> {
        private final Requests requests;
        private final HttpServerRequest request;

        HttpCall(Requests requests, HttpServerRequest request) {
            super(requests, request);
            this.requests = requests;
            this.request = request;
        }

        @Override
        void returned(T value) {}

        @Override
        void cancelled(CancelledError e) {
            answer(response(), 503, Requests.CANCEL);
        }

        @Override
        void failed(Throwable e) {
            requests.tell("Unhandled exception in the handler of a request", e, request);
            answer(response(), 500, Requests.INTERNAL_ERROR);
        }
    }

    /** Says that it has failed, however far the response is. */
    private static void answer(HttpServerResponse response, int status, long code) {
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset(code); // else it would look complete, or never end
        } else {
            response.headers().clear();
            response.setChunked(false).setStatusCode(status);
            response.end(response.getStatusMessage());
        }
    }

    /**
     * For {@code HttpServer.webSocketHandler}. When the task is done the WebSocket is closed: with status 1000, or 1011
     * if it has failed, which is told to the loop's exception handler. The task is cancelled if the connection is lost.
     * If the client says goodbye it goes on: it sees the end of the iteration when it has taken all messages.
     *
     * @param handler serves a WebSocket; what it returns is of no interest
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception> Handler<ServerWebSocket> webSocket(
            ThrowingAsyncFunction<? super VertxWebSocket, T, X> handler) {
        Objects.requireNonNull(handler, "handler");
        Requests requests = new Requests();
        return socket -> {
            VertxWebSocket s = VertxWebSocket.of(socket);
            Task<?> task = requests.start(talk(handler, s, requests), requests.newContext());
            if (task != null && !task.isDone()) {
                s.whenClosed(() -> {
                    if (s.isLost()) {
                        task.cancel(Requests.GONE);
                    }
                });
            }
        };
    }

    @Async
    private static <T extends @Nullable Object, X extends Exception> Coroutine<Void> talk(
            ThrowingAsyncFunction<? super VertxWebSocket, T, X> handler, VertxWebSocket socket, Requests requests) {
        int status = 1011;
        try {
            await(handler.apply(socket));
            status = 1000;
        } catch (LoopExit e) {
            throw e;
        } catch (WebSocketClosedException e) {
            // it has gone while it was written to
        } catch (CancelledError e) {
            status = 1001; // going away
            throw e;
        } catch (Throwable e) {
            if (socket.isLost()) {
                requests.tellLate(e, socket);
            } else {
                requests.tell("Unhandled exception in the handler of a WebSocket", e, socket);
            }
        } finally {
            if (!socket.socket().isClosed()) {
                socket.socket().close((short) status, null);
            }
        }
        return Coroutine.done();
    }
}
