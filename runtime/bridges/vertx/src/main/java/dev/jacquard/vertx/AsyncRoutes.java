package dev.jacquard.vertx;

import dev.jacquard.AsyncIterable;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Handlers for routes of Vert.x Web that are {@code @Async} code. Each call has a task; its first step is done at once.
 * The task is cancelled if the client goes away before the response is ended. An exception fails the routing, as one of
 * a plain handler does (status 500, or that of an {@link HttpException}); a task that is cancelled otherwise fails it
 * with status 503. When the response has begun already, it is broken off instead, and the loop's exception handler is
 * told.
 *
 * <p>The tasks of one request share a context, a copy of that in which its first handler was made: a
 * {@link dev.jacquard.ContextVar} that one handler sets is seen by the next.
 *
 * <p>Handlers are made on the loop whose {@link VertxLoop} has the server.
 */
public final class AsyncRoutes {
    private static final String CONTEXT = "dev.jacquard.context";

    private AsyncRoutes() {}

    /**
     * For {@code Route.handler} and {@code failureHandler}.
     *
     * @param handler ends the response, or calls {@code next()}; what it returns is of no interest
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception> Handler<RoutingContext> handler(
            ThrowingAsyncFunction<? super RoutingContext, T, X> handler) {
        Objects.requireNonNull(handler, "handler");
        Requests requests = new Requests();
        return ctx -> start(new RouteCall<>(requests, ctx), handler);
    }

    /**
     * For {@code Route.respond}: null gives status 204, a buffer its bytes, a string its text, all else JSON.
     *
     * @param handler returns the body
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception> Function<RoutingContext, Future<T>> responding(
            ThrowingAsyncFunction<? super RoutingContext, T, X> handler) {
        Objects.requireNonNull(handler, "handler");
        Requests requests = new Requests();
        return ctx -> {
            RespondingCall<T> call = new RespondingCall<>(requests, ctx);
            start(call, handler);
            return call.body.future();
        };
    }

    /**
     * For {@code Route.handler}: streams what an iterable gives, no faster than the client takes it. A generator is
     * closed in the end, also when the client goes away: at the {@code emit} or {@code await} where it is.
     *
     * <pre>{@code
     * router.get("/rows").handler(AsyncRoutes.streaming(ctx -> rows(ctx.queryParams())));
     * }</pre>
     *
     * @param items gives the chunks of the body; may set status and headers before. Without a Content-Length the
     *     response is chunked
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static Handler<RoutingContext> streaming(
            Function<? super RoutingContext, ? extends AsyncIterable<Buffer>> items) {
        Objects.requireNonNull(items, "items");
        return handler(ctx -> {
            AsyncIterable<Buffer> body = items.apply(ctx);
            if (Framing.endsWithConnection(ctx.request())) {
                ctx.addHeadersEndHandler(v -> ctx.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
            }
            return StreamedResponse.send(body, ctx.request());
        });
    }

    /**
     * For {@code Route.handler}: {@link AsyncHandlers#webSocket} behind a router.
     *
     * @param handler serves a WebSocket; what it returns is of no interest
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception> Handler<RoutingContext> webSocket(
            ThrowingAsyncFunction<? super VertxWebSocket, T, X> handler) {
        Consumer<VertxWebSocket> serving = AsyncHandlers.serving(handler);
        return ctx -> {
            HttpConnection connection = ctx.request().connection();
            ctx.request()
                    .toWebSocket()
                    .onSuccess(socket -> serving.accept(VertxWebSocket.of(socket, connection)))
                    .onFailure(e -> refused(ctx, e));
        };
    }

    /** Vert.x has answered what is no proper handshake. */
    private static void refused(RoutingContext ctx, Throwable e) {
        if (!ctx.response().ended() && !ctx.response().closed()) {
            ctx.fail(e);
        }
    }

    /** A router fails the request of a client that leaves while its body is read, and would log that. */
    static void quiet(Handler<HttpServerRequest> handler) {
        if (handler instanceof Router router) {
            router.route().order(Integer.MIN_VALUE).failureHandler(ctx -> {
                if (!ClientGone.tells(ctx.failure())) {
                    ctx.next();
                }
            });
        }
    }

    private static <T extends @Nullable Object, X extends Exception> void start(
            RouteCall<T> call, ThrowingAsyncFunction<? super RoutingContext, T, X> handler) {
        RoutingContext ctx = call.ctx;
        Context context = ctx.get(CONTEXT);
        if (context == null) {
            context = call.requests.newContext();
            ctx.put(CONTEXT, context);
        }
        Task<?> task = call.requests.start(call.serve(handler, call.given.proxy()), context);
        if (call.started(task)) {
            ctx.addEndHandler(ended -> call.ended());
        }
    }

    private static class RouteCall<T extends @Nullable Object> extends Call<T> {
        final Requests requests;
        final RoutingContext ctx;
        final RouteContext given;

        RouteCall(Requests requests, RoutingContext ctx) {
            this(requests, ctx, new RouteContext(ctx));
        }

        private RouteCall(Requests requests, RoutingContext ctx, RouteContext given) {
            super(requests, given.request());
            this.requests = requests;
            this.ctx = ctx;
            this.given = given;
        }

        @Override
        boolean isHandedOn() {
            return given.isHandedOn();
        }

        @Override
        void returned(T value) {
            if (!response().ended() && !isHandedOn() && !request().hasListeners()) {
                failed(unanswered("End the response and await what does so, or call next()."));
            }
        }

        @Override
        void cancelled(CancelledError e) {
            if (response().headWritten()) {
                Framing.fail(request(), 503, Requests.CANCEL);
            } else {
                fail(503, new HttpException(503, "The task was cancelled", e), Requests.CANCEL);
            }
        }

        @Override
        void failed(Throwable e) {
            if (response().headWritten()) {
                requests.tell("Exception after the response has begun", e, ctx.request());
                Framing.fail(request(), 500, Requests.INTERNAL_ERROR);
            } else {
                fail(e instanceof HttpException http ? http.getStatusCode() : 500, e, Requests.INTERNAL_ERROR);
            }
        }

        private void fail(int status, Throwable e, long code) {
            if (ctx.failed()) { // failing again would begin with the first failure handler again
                requests.tell("Exception in a failure handler", e, ctx.request());
                if (!isHandedOn()) {
                    Framing.fail(request(), 500, code);
                }
                return;
            }
            request().letGo();
            try {
                ctx.fail(status, e);
                if (Framing.isStillborn(response())) {
                    Framing.fail(request(), status, code);
                }
            } catch (Throwable failing) { // of its handlers, or the head cannot be written
                failing.addSuppressed(e);
                requests.tell("A failure could not be answered", failing, ctx.request());
                Framing.fail(request(), 500, code);
            }
        }
    }

    /** Vert.x writes what is returned, also where there is to be no body. */
    private static final class RespondingCall<T extends @Nullable Object> extends RouteCall<T> {
        final Promise<T> body = Promise.promise();

        RespondingCall(Requests requests, RoutingContext ctx) {
            super(requests, ctx);
        }

        @Override
        void returned(T value) {
            if (value != null && !response().headWritten() && Framing.isBodiless(request())) {
                RouteBody.endHead(ctx, value);
            }
            if (response().ended()) {
                body.complete();
            } else {
                body.complete(value);
            }
        }
    }
}
