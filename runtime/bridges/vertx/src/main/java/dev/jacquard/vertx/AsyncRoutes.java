package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.AsyncIterable;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
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
        return ctx -> {
            RouteCall<T> call = new RouteCall<>(requests, ctx, nothing -> {});
            start(requests, ctx, call, call.serve(handler, ctx));
        };
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
            Promise<T> body = Promise.promise();
            RouteCall<T> call = new RouteCall<>(requests, ctx, body::complete);
            start(requests, ctx, call, call.serve(handler, ctx));
            return body.future();
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
        return handler(ctx -> stream(items.apply(ctx), ctx.response()));
    }

    @Async
    private static Coroutine<Void> stream(AsyncIterable<Buffer> items, HttpServerResponse response) {
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        await(VertxStreams.writeAll(items, response));
        await(awaitable(response.end()));
        return Coroutine.done();
    }

    /**
     * For {@code Route.handler}: {@link AsyncHandlers#webSocket} behind a router.
     *
     * @param handler serves a WebSocket; what it returns is of no interest
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception> Handler<RoutingContext> webSocket(
            ThrowingAsyncFunction<? super VertxWebSocket, T, X> handler) {
        Handler<ServerWebSocket> sockets = AsyncHandlers.webSocket(handler);
        return ctx -> ctx.request().toWebSocket().onSuccess(sockets).onFailure(ctx::fail);
    }

    private static void start(Requests requests, RoutingContext ctx, Call<?> call, Coroutine<?> coroutine) {
        Context context = ctx.get(CONTEXT);
        if (context == null) {
            context = requests.newContext();
            ctx.put(CONTEXT, context);
        }
        Task<?> task = requests.start(coroutine, context);
        if (call.started(task)) {
            ctx.addEndHandler(ended -> call.closed());
        }
    }

    private static final class RouteCall<T extends @Nullable Object> extends Call<T> {
        private final Requests requests;
        private final RoutingContext ctx;
        private final Consumer<? super T> returned;

        /** @param returned is told what the handler returns */
        RouteCall(Requests requests, RoutingContext ctx, Consumer<? super T> returned) {
            super(requests, ctx.request());
            this.requests = requests;
            this.ctx = ctx;
            this.returned = returned;
        }

        @Override
        void returned(T value) {
            returned.accept(value);
        }

        @Override
        void cancelled(CancelledError e) {
            if (response().ended()) {
                return;
            }
            if (response().headWritten()) {
                response().reset(Requests.CANCEL);
            } else {
                ctx.fail(503, new HttpException(503, "The task was cancelled", e));
            }
        }

        @Override
        void failed(Throwable e) {
            if (!response().headWritten()) {
                ctx.fail(e);
                return;
            }
            requests.tell("Exception after the response has begun", e, ctx.request());
            if (!response().ended()) {
                response().reset(Requests.INTERNAL_ERROR); // else it would look complete, or never end
            }
        }
    }
}
