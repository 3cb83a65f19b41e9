package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Objects;
import java.util.function.Consumer;
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
     * cancelled), or, when the response has begun, with the end of the connection, in HTTP/2 of the stream. A task that
     * ends without a response has failed as well. While it waits and nobody reads the request, that is held. Takes
     * {@code closeHandler}, {@code endHandler} and {@code exceptionHandler} of the response.
     *
     * @param handler serves a request; what it returns is of no interest
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception> Handler<HttpServerRequest> http(
            ThrowingAsyncFunction<? super HttpServerRequest, T, X> handler) {
        Objects.requireNonNull(handler, "handler");
        Requests requests = new Requests();
        return request -> {
            HeldRequest held = HeldRequest.of(request);
            HttpCall<T> call = new HttpCall<>(requests, held);
            Task<?> task = requests.start(call.serve(handler, held), requests.newContext());
            if (call.started(task)) {
                call.response().closeHandler(v -> call.ended());
                call.response().exceptionHandler(e -> call.ended());
                call.response().endHandler(v -> call.ended());
            }
        };
    }

    /**
     * Sets what a server does with exceptions of its connections: those that are a client's doing (it has left, or sent
     * what is no HTTP) end the connection, of which handlers are told, and nobody else. Any other goes to the loop's
     * exception handler. If the request handler is a router of Vert.x Web, it does not log the uploads that end early.
     * Takes {@code exceptionHandler} and {@code connectionHandler}; to be called when the request handler is set, and
     * before {@code listen}.
     *
     * @return the server
     * @throws IllegalStateException if it listens already, or no loop runs on this thread
     */
    public static HttpServer quiet(HttpServer server) {
        Requests requests = new Requests();
        server.exceptionHandler(e -> {
            if (!isClients(e)) {
                requests.tell("Exception of a server", e, server);
            }
        });
        Handler<Throwable> ofConnection = e -> { // what a client sends, or that it has gone
            if (e instanceof Error) {
                requests.tell("Exception of a connection", e, server);
            }
        };
        server.connectionHandler(connection -> connection.exceptionHandler(ofConnection));
        Handler<HttpServerRequest> handler = server.requestHandler();
        if (handler != null && Web.IS_THERE) {
            AsyncRoutes.quiet(handler);
        }
        return server;
    }

    private static boolean isClients(Throwable e) {
        return ClientGone.tells(e) || e instanceof CodecException || e instanceof Http2Exception;
    }

    /** Vert.x Web is optional. */
    private static final class Web {
        static final boolean IS_THERE = isThere();

        private static boolean isThere() {
            try {
                Class.forName("io.vertx.ext.web.Router", false, AsyncHandlers.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        }
    }

    private static final class HttpCall<T extends @Nullable Object> extends Call<T> {
        private final Requests requests;

        HttpCall(Requests requests, HeldRequest request) {
            super(requests, request);
            this.requests = requests;
        }

        @Override
        void returned(T value) {
            if (!response().ended() && !request().hasListeners()) {
                failed(unanswered("End the response, and await what does so."));
            }
        }

        @Override
        void cancelled(CancelledError e) {
            Framing.fail(request(), 503, Requests.CANCEL);
        }

        @Override
        void failed(Throwable e) {
            requests.tell("Unhandled exception in the handler of a request", e, request());
            Framing.fail(request(), 500, Requests.INTERNAL_ERROR);
        }
    }

    /**
     * For {@code HttpServer.webSocketHandler}. When the task is done the WebSocket is closed: with status 1000, or 1011
     * if it has failed, which is told to the loop's exception handler. The task is cancelled if the connection is lost,
     * or the client says goodbye: unless it iterates, or waits for a message, where it sees the end when it has taken
     * all messages. When the server is shut down, the WebSocket is closed with status 1001.
     *
     * @param handler serves a WebSocket; what it returns is of no interest
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception> Handler<ServerWebSocket> webSocket(
            ThrowingAsyncFunction<? super VertxWebSocket, T, X> handler) {
        Consumer<VertxWebSocket> serving = serving(handler);
        return socket -> serving.accept(VertxWebSocket.of(socket));
    }

    /** What serves each WebSocket with a task. */
    static <T extends @Nullable Object, X extends Exception> Consumer<VertxWebSocket> serving(
            ThrowingAsyncFunction<? super VertxWebSocket, T, X> handler) {
        Objects.requireNonNull(handler, "handler");
        Requests requests = new Requests();
        return socket -> {
            Task<?> task = requests.start(talk(handler, socket, requests), requests.newContext());
            if (task != null && !task.isDone()) {
                socket.whenLeft(() -> task.cancel(Requests.GONE));
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
            if (socket.isLost() || (ClientGone.tells(e) && socket.closeCode() != null)) {
                requests.tellLate(e, socket);
            } else {
                requests.tell("Unhandled exception in the handler of a WebSocket", e, socket);
            }
        } finally {
            if (socket.closeCode() == null) {
                socket.socket().close((short) status, null);
            }
        }
        return Coroutine.done();
    }
}
