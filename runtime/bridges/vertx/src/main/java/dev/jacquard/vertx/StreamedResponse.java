package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** A response whose body comes out of an iterable. */
public final class StreamedResponse {
    private StreamedResponse() {}

    /**
     * Answers a request, no faster than the client takes it. Without a Content-Length the body is chunked, for HTTP/1.0
     * ended by that of the connection. For HEAD and with a status that has no body nothing is asked of the iterable. If
     * it is {@link AsyncCloseable}, as generators are, it is closed in the end.
     *
     * @param items the chunks of the body
     * @param request whose response has status and headers
     * @return done when all is written; fails with an {@link IllegalStateException} if there are more or fewer bytes
     *     than the Content-Length says, when the response is to be broken off
     */
    @Async
    public static Coroutine<Void> send(AsyncIterable<Buffer> items, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (Framing.isBodiless(request)) {
            await(close(items));
            await(ended(Framing.endHead(request)));
            return Coroutine.done();
        }
        boolean last = Framing.endsWithConnection(request);
        Long length = Framing.promisedLength(response);
        if (length == null) {
            response.setChunked(true);
            await(VertxStreams.writeAll(items, response));
        } else {
            MeasuredResponse measured = new MeasuredResponse(response, length);
            await(VertxStreams.writeAll(items, measured));
            measured.checkAll();
        }
        Future<Void> end = response.end();
        if (last) {
            request.connection().close(); // when that is written
        }
        await(ended(end));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> close(AsyncIterable<Buffer> items) {
        if (items instanceof AsyncCloseable closeable) {
            await(closeable.closeAsync());
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> ended(Future<Void> end) {
        try {
            await(awaitable(end));
        } catch (Exception e) {
            if (ClientGone.tells(e)) {
                throw new CancelledError(ClientGone.MESSAGE);
            }
            throw e;
        }
        return Coroutine.done();
    }
}
