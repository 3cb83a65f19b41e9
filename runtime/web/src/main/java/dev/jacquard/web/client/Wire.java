package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.TimerHandle;
import dev.jacquard.annotations.Async;
import dev.jacquard.vertx.StreamItems;
import dev.jacquard.vertx.VertxStreams;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request on the wire, from the connection to the last byte of the response.
 *
 * <pre>
 *   connect ──▶ head ──▶ body ──▶ over: the connection goes back
 *      └─────────┴────────┴─────▶ over: aborted, the connection is closed (HTTP/2: the stream is reset)
 * </pre>
 */
final class Wire {
    final String name;
    private final ClientSession session;
    private final Limits.Slot slot;
    private final EventLoop loop;
    private @Nullable Future<HttpClientRequest> making;
    private @Nullable HttpClientRequest request;
    private @Nullable AsyncIterator<Buffer> items;
    private @Nullable StreamItems<Buffer> stream;
    private @Nullable Task<Void> upload;
    private @Nullable TimerHandle total;
    private @Nullable Promise<?> waiting;
    private @Nullable RuntimeException failure;
    private @Nullable Buffer piece;
    private long received;
    private boolean over;
    private boolean complete;

    /** A request to be sent; the slot is given back when it is over. */
    Wire(ClientSession session, Limits.Slot slot, String name) {
        this.session = session;
        this.slot = slot;
        this.name = name;
        loop = session.loop();
    }

    // ---- until the head ------------------------------------------------------------------------

    /** Sends it, and gives the head of the response, whose body waits. */
    @Async
    Coroutine<HttpClientResponse> send(RequestOptions options, @Nullable Body body) {
        session.enter(this);
        boolean there = false;
        try {
            HttpClientRequest r = await(connect(options));
            Promise<HttpClientResponse> head = new Promise<>();
            waiting = head;
            r.response().onComplete(result -> arrived(result, head));
            send(r, body);
            TimerHandle timer = timer(ClientTimeoutException.Kind.READ, session.options().readTimeout);
            HttpClientResponse answer;
            try {
                answer = await(head);
            } finally {
                cancel(timer);
            }
            if (hasNoBody(options, answer)) {
                await(next()); // its end is here already
            }
            there = true;
            return Coroutine.of(answer);
        } finally {
            waiting = null;
            if (!there) {
                abort(null);
            }
        }
    }

    @Async
    private Coroutine<HttpClientRequest> connect(RequestOptions options) {
        Promise<HttpClientRequest> connected = new Promise<>();
        waiting = connected;
        Future<HttpClientRequest> future = session.client().request(options);
        making = future;
        future.onComplete(result -> connected(result, connected));
        TimerHandle timer = timer(ClientTimeoutException.Kind.CONNECT, session.options().connectTimeout);
        try {
            return Coroutine.of(await(connected));
        } finally {
            cancel(timer);
        }
    }

    private void connected(AsyncResult<HttpClientRequest> result, Promise<HttpClientRequest> promise) {
        if (result.failed()) {
            fail(promise, "cannot connect", result.cause());
            return;
        }
        HttpClientRequest r = result.result();
        r.exceptionHandler(e -> {}); // the response's future has it, too
        if (over) {
            Future<Void> unused = r.reset();
            return;
        }
        request = r;
        if (!promise.isDone()) {
            promise.setResult(r);
        }
    }

    private void arrived(AsyncResult<HttpClientResponse> result, Promise<HttpClientResponse> promise) {
        if (over) {
            return;
        }
        if (result.failed()) {
            fail(promise, "the connection was lost before the response", result.cause());
            return;
        }
        HttpClientResponse r = result.result();
        stream = VertxStreams.items(r);
        items = stream.iterator();
        if (!promise.isDone()) {
            promise.setResult(r);
        }
    }

    private void fail(Promise<?> promise, String what, Throwable cause) {
        if (!promise.isDone()) {
            promise.setException(new LostException(name + ": " + what + ": " + cause.getMessage(), cause));
        }
    }

    private static boolean hasNoBody(RequestOptions options, HttpClientResponse r) {
        return HttpMethod.HEAD.equals(options.getMethod())
                || r.statusCode() == 204
                || r.statusCode() == 304
                || "0".equals(r.getHeader("content-length"));
    }

    // ---- the request's body --------------------------------------------------------------------

    private void send(HttpClientRequest r, @Nullable Body body) {
        byte[] bytes = body == null ? null : body.bytes();
        if (body == null) {
            Future<Void> unused = r.end();
        } else if (bytes != null) {
            Future<Void> unused = r.end(Buffer.buffer(bytes));
        } else {
            if (body.length() < 0) {
                r.setChunked(true);
            } else {
                r.putHeader("content-length", Long.toString(body.length()));
            }
            upload = createTask(upload(r, body.chunks()), "send " + name);
        }
    }

    @Async
    private Coroutine<Void> upload(HttpClientRequest r, AsyncIterable<byte[]> chunks) {
        try {
            if (chunks instanceof AsyncCloseable closeable) {
                try (closeable) {
                    await(write(r, chunks));
                }
            } else {
                await(write(r, chunks));
            }
        } catch (Exception e) {
            RuntimeException why =
                    e instanceof RuntimeException u ? u : new ClientException(name + ": the bodyStream", e);
            abort(why);
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> write(HttpClientRequest r, AsyncIterable<byte[]> chunks) {
        for (byte[] c : chunks) {
            if (!await(written(r, c))) {
                return Coroutine.done();
            }
        }
        Future<Void> unused = r.end();
        return Coroutine.done();
    }

    /** Gives false if the connection is gone, of which the response tells. */
    @Async
    private static Coroutine<Boolean> written(HttpClientRequest r, byte[] chunk) {
        try {
            await(VertxStreams.write(r, Buffer.buffer(chunk)));
            return Coroutine.of(true);
        } catch (Exception e) {
            return Coroutine.of(false);
        }
    }

    // ---- the response's body -------------------------------------------------------------------

    /** Waits for the next {@link #piece}; false at the end. A failure or cancellation ends it all. */
    @Async
    Coroutine<Boolean> next() {
        if (complete) {
            return Coroutine.of(false);
        }
        checkAlive();
        AsyncIterator<Buffer> i = Objects.requireNonNull(items, "no response yet");
        TimerHandle timer = timer(ClientTimeoutException.Kind.READ, session.options().readTimeout);
        boolean fine = false;
        try {
            boolean more = await(more(i));
            checkAlive();
            fine = true;
            if (more) {
                piece = i.next();
                received += piece.length();
            } else {
                finish();
            }
            return Coroutine.of(more);
        } finally {
            cancel(timer);
            if (!fine) {
                abort(null);
            }
        }
    }

    @Async
    private Coroutine<Boolean> more(AsyncIterator<Buffer> i) {
        try {
            return Coroutine.of(await(i.hasNextAsync()));
        } catch (Exception e) {
            checkAlive(); // whether it is our doing
            throw new LostException(
                    name + ": the connection was lost after " + received + " bytes of the body: " + e.getMessage(), e);
        }
    }

    /** What {@link #next} was true for. */
    Buffer piece() {
        return Objects.requireNonNull(piece, "next() first");
    }

    private void checkAlive() {
        RuntimeException f = failure;
        if (f != null) {
            throw f;
        }
        if (over) {
            f = new ClientException(name + ": the response was closed before its end");
            failure = f;
            throw f;
        }
    }

    // ---- the end -------------------------------------------------------------------------------

    /** It may take until then, in all. */
    void limit(Duration when, Duration limit) {
        if (!over) {
            total = loop.callAt(
                    when, () -> abort(new ClientTimeoutException(ClientTimeoutException.Kind.TOTAL, name, limit)));
        }
    }

    private @Nullable TimerHandle timer(ClientTimeoutException.Kind kind, Duration limit) {
        return limit.isZero()
                ? null
                : loop.callLater(limit, () -> abort(new ClientTimeoutException(kind, name, limit)));
    }

    private static void cancel(@Nullable TimerHandle timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void finish() {
        complete = true;
        leave();
        slot.free();
    }

    /** Stops it on the wire, if it is not over. */
    void abort(@Nullable RuntimeException why) {
        if (over) {
            return;
        }
        failure = why;
        leave();
        Promise<?> w = waiting;
        if (w != null && !w.isDone() && why != null) {
            w.setException(why);
        }
        stop();
    }

    private void stop() {
        HttpClientRequest r = request;
        Future<HttpClientRequest> m = making;
        if (r == null && m != null) {
            m.onComplete(result -> slot.free()); // the connection is being made, and is reset then
            return;
        }
        reset();
        if (stream != null) {
            stream.closeAsync();
        }
        slot.free();
    }

    private void leave() {
        over = true;
        cancel(total);
        Task<Void> u = upload;
        if (u != null && !u.isDone()) {
            u.cancel("The request is over");
            reset(); // the server has answered before it had all
        }
        session.leave(this);
    }

    private void reset() {
        if (request != null) {
            Future<Void> unused = request.reset();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
