package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.AsyncIterable;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
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
 * Handlers for routes of Vert.x Web that are {@code @Async} code. Each call has a task; its first
 * step is done at once. The task is cancelled if the client goes away before the response is ended.
 * An exception fails the routing, as one of a plain handler does (status 500, or that of an {@link
 * HttpException}); a task that is cancelled otherwise fails it with status 503. When the response
 * has begun already, it is broken off instead, and the loop's exception handler is told.
 *
 * <p>The tasks of one request share a context, a copy of that in which its first handler was made:
 * a {@link dev.jacquard.ContextVar} that one handler sets is seen by the next.
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
            Call call = new Call(ctx.response());
            start(requests, ctx, call, serve(handler, ctx, call, requests, nothing -> {}));
        };
    }

    /**
     * For {@code Route.respond}: null gives status 204, a buffer its bytes, a string its text, all
     * else JSON.
     *
     * @param handler returns the body
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T extends @Nullable Object, X extends Exception>
            Function<RoutingContext, Future<T>> responding(
                    ThrowingAsyncFunction<? super RoutingContext, T, X> handler) {
        Objects.requireNonNull(handler, "handler");
        Requests requests = new Requests();
        return ctx -> {
            Call call = new Call(ctx.response());
            Promise<T> body = Promise.promise();
            start(requests, ctx, call, serve(handler, ctx, call, requests, body::complete));
            return body.future();
        };
    }

    /**
     * For {@code Route.handler}: streams what an iterable gives, no faster than the client takes
     * it. A generator is closed in the end, also when the client goes away: at the {@code emit} or
     * {@code await} where it is.
     *
     * <pre>{@code
     * router.get("/rows").handler(AsyncRoutes.streaming(ctx -> rows(ctx.queryParams())));
     * }</pre>
     *
     * @param items gives the chunks of the body; may set status and headers before. Without a
     *     Content-Length the response is chunked
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static Handler<RoutingContext> streaming(
            Function<? super RoutingContext, ? extends AsyncIterable<Buffer>> items) {
        Objects.requireNonNull(items, "items");
        return handler(ctx -> stream(items.apply(ctx), ctx.response()));
    }

    @Async
    private static Coroutine<Void> stream(
            AsyncIterable<Buffer> items, HttpServerResponse response) {
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
    public static <T extends @Nullable Object, X extends Exception>
            Handler<RoutingContext> webSocket(
                    ThrowingAsyncFunction<? super VertxWebSocket, T, X> handler) {
        Handler<ServerWebSocket> sockets = AsyncHandlers.webSocket(handler);
        return ctx -> ctx.request().toWebSocket().onSuccess(sockets).onFailure(ctx::fail);
    }

    private static void start(
            Requests requests, RoutingContext ctx, Call call, Coroutine<?> coroutine) {
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

    /** Tells what it returns, if the client is still there. */
    @Async
    private static <T extends @Nullable Object, X extends Exception> Coroutine<Void> serve(
            ThrowingAsyncFunction<? super RoutingContext, T, X> handler,
            RoutingContext ctx,
            Call call,
            Requests requests,
            Consumer<? super T> returned) {
        T value;
        try {
            value = await(handler.apply(ctx));
        } catch (LoopExit e) {
            throw e;
        } catch (CancelledError e) {
            cancelled(e, ctx, call);
            throw e;
        } catch (Throwable e) {
            failed(e, ctx, call, requests);
            return Coroutine.done();
        }
        if (!call.isGone()) {
            returned.accept(value);
        }
        return Coroutine.done();
    }

    private static void cancelled(CancelledError e, RoutingContext ctx, Call call) {
        if (call.isGone() || call.response().ended()) {
            return;
        }
        if (call.response().headWritten()) {
            call.response().reset(Requests.CANCEL);
        } else {
            ctx.fail(503, new HttpException(503, "The task was cancelled", e));
        }
    }

    private static void failed(Throwable e, RoutingContext ctx, Call call, Requests requests) {
        if (call.isGone()) {
            requests.tellLate(e, ctx.request());
        } else if (call.response().headWritten()) {
            requests.tell("Exception after the response has begun", e, ctx.request());
            if (!call.response().ended()) {
                call.response()
                        .reset(Requests.INTERNAL_ERROR); // else it would look complete, or never
                // end
            }
        } else {
            ctx.fail(e);
        }
    }
}
