package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.GeneratorExit;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import dev.jacquard.Timeout;
import dev.jacquard.annotations.Async;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response.
 *
 * <pre>
 *   route ─▶ arounds ─▶ endpoint ─▶ response sent ─▶ provided values closed ─▶ background work
 *               └─ exceptions become responses ─┘
 * </pre>
 */
final class Exchange {
    private static final String GONE = "The client has gone away";

    private final AppInstance app;
    private final HttpServerRequest http;
    private final HttpServerResponse out;
    private final ServerRequest request;
    private @Nullable Task<?> task;
    private @Nullable Scope scope;
    private @Nullable List<Work> background;

    /** What the handler has thrown, also if that became a response. */
    private @Nullable Throwable failure;

    private boolean gone;
    private boolean stopped;
    private boolean upgraded;
    private boolean closesAfterwards;

    /** In the application's list of what is in flight. */
    @Nullable
    Exchange before;

    @Nullable
    Exchange after;

    Exchange(AppInstance app, HttpServerRequest http) {
        this.app = app;
        this.http = http;
        this.out = http.response();
        this.request = new ServerRequest(http, this);
    }

    // ---- its task ------------------------------------------------------------------------------

    /** Its task was started, and has done its first step. */
    void started(Task<?> task) {
        this.task = task;
        if (task.isDone() || out.ended()) {
            return;
        }
        if (out.closed()) {
            left();
            return;
        }
        out.closeHandler(v -> left());
        out.exceptionHandler(e -> left());
    }

    /** The connection is a WebSocket's from now on, which tells when it is left. */
    void upgraded() {
        upgraded = true;
    }

    /** A WebSocket was left, and its task does not see it. */
    void leftSocket() {
        gone = true;
        if (task != null) {
            task.cancel(GONE);
        }
    }

    /** The client has gone; after the response's end that is no news. */
    private void left() {
        if (!upgraded && !out.ended()) {
            gone = true;
            if (task != null) {
                task.cancel(GONE);
            }
        }
    }

    /** The grace period is over. */
    void stop() {
        stopped = true;
        if (task != null) {
            task.cancel("The server stops");
        }
    }

    /**
     * Something of the connection has failed: if that is because the client has gone, the task is cancelled here, since
     * Vert.x tells the one before the other.
     */
    @Async
    Coroutine<Void> left(Exception e) {
        if (!gone && !Departures.isOne(e)) {
            return Coroutine.failed(e);
        }
        gone = true;
        Task<?> self = currentTask();
        if (self != null) {
            self.cancel(GONE);
        }
        await(sleep(0)); // is cancelled here
        return Coroutine.failed(e);
    }

    boolean isGone() {
        return gone || out.closed();
    }

    // ---- what it is asked ----------------------------------------------------------------------

    AppInstance app() {
        return app;
    }

    WebOptions options() {
        return app.options();
    }

    ServerRequest request() {
        return request;
    }

    HttpServerResponse out() {
        return out;
    }

    Scope scope() {
        Scope s = scope;
        if (s == null) {
            s = new Scope(app, request);
            scope = s;
        }
        return s;
    }

    BackgroundTasks background() {
        List<Work> b = background;
        if (b == null) {
            b = new ArrayList<>();
            background = b;
        }
        return b::add;
    }

    /** As the client says it, or -1. */
    long contentLength() {
        String length = http.getHeader("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(http.getHeader("expect"));
    }

    // ---- the connection ------------------------------------------------------------------------

    /** Whether something waits for the response's last byte. */
    boolean hasMoreToDo() {
        return scope != null || background != null;
    }

    /** The connection cannot go on to another request. */
    void closeAfterwards() {
        closesAfterwards = true;
    }

    /** Whether the connection ends with this response: a client that waits for a 100 may or may not send its body. */
    boolean closesAfterwards() {
        return closesAfterwards || (expectsContinue() && request.body.isUnread() && isVersion1());
    }

    private boolean isVersion1() {
        return http.version() != HttpVersion.HTTP_2;
    }

    /** The response is ended: what nobody has read of the request flows away, so that the connection can go on. */
    void finishRequest() {
        if (closesAfterwards() && isVersion1()) {
            http.connection().close();
        } else if (!http.isEnded()) {
            Leftovers.drain(http, options().maxBody);
        }
    }

    // ---- serving it ----------------------------------------------------------------------------

    @Async
    Coroutine<Void> serve() {
        try {
            Response response = await(answer());
            await(new ResponseWriter(this, response).write());
        } catch (CancelledError e) {
            fail(e);
            await(cancelled());
            throw e;
        } catch (LoopExit e) {
            throw e;
        } catch (Throwable e) {
            fail(e);
            broken(e);
        } finally {
            app.leave(this);
            if (scope != null) {
                await(scope.close(failure));
            }
        }
        if (background != null && failure == null) {
            app.inBackground(background);
        }
        return Coroutine.done();
    }

    /** What the handler has thrown, also if it becomes a response. */
    void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    /** Cancelled by the end of the server, or by the handler itself. */
    @Async
    private Coroutine<Void> cancelled() {
        if (!upgraded && !isGone() && !out.ended()) {
            if (out.headWritten()) {
                ResponseWriter.breakOff(out);
            } else {
                String why = stopped ? "The server stops" : "The request was cancelled";
                await(new ResponseWriter(this, new HttpProblem(503, why).toResponse()).write());
            }
        }
        return Coroutine.done();
    }

    /** A response that could not be written. */
    private void broken(Throwable e) {
        if (isGone()) {
            if (!(e instanceof Exception x && Departures.isOne(x))) {
                app.report("Exception in a handler whose client has gone away", e, request);
            }
            return;
        }
        app.report("Exception after the response has begun", e, request);
        if (upgraded || !out.ended()) {
            ResponseWriter.breakOff(out);
        }
    }

    /** The response, whatever happens. */
    @Async
    private Coroutine<Response> answer() {
        Duration longest = options().requestTimeout;
        Timeout limit = longest == null ? null : Timeout.after(longest);
        try {
            return Coroutine.of(await(limit == null ? routed() : limit.run(this::routed)));
        } catch (Exception e) {
            return Coroutine.of(unhandled(e, limit));
        } catch (CancelledError | LoopExit | GeneratorExit e) {
            throw e;
        } catch (Error e) {
            return Coroutine.of(unhandled(e, limit));
        }
    }

    private Response unhandled(Throwable e, @Nullable Timeout limit) {
        fail(e);
        if (e instanceof AsyncTimeoutException && limit != null && limit.isExpired()) {
            return new HttpProblem(503, "The request took too long").toResponse();
        }
        app.report("Unhandled exception in the handler of " + request, e, request);
        return Problems.unhandled();
    }

    private Coroutine<Response> routed() {
        Endpoint endpoint;
        try {
            endpoint = route();
        } catch (HttpProblem e) {
            endpoint = r -> {
                throw e;
            };
        }
        return app.plan().chain().call(request, endpoint);
    }

    private Endpoint route() {
        HostCheck.check(http);
        RouteTable.Match match = app.plan().table().find(routeMethod(), request.rawPath());
        Route route = match.route();
        if (route == null) {
            return Unrouted.endpoint(request, match.allowed());
        }
        request.route = route;
        request.values = match.values();
        return route.endpoint();
    }

    private String routeMethod() {
        String method = request.method();
        boolean isHandshake = method.equals("GET") && "websocket".equalsIgnoreCase(http.getHeader("upgrade"));
        return isHandshake ? Route.SOCKET : method;
    }
}
