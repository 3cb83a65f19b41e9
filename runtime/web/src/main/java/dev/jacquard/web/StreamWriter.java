package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Writes a response item by item, no faster than the client reads. */
final class StreamWriter {
    /** After so many items in one go the loop's others have their turn. */
    private static final int BATCH = 128;

    private final ResponseWriter writer;
    private final Exchange exchange;
    private final Response response;
    private final HttpServerResponse out;
    private long written;
    private int inOneGo;

    StreamWriter(ResponseWriter writer, Exchange exchange, Response response) {
        this.writer = writer;
        this.exchange = exchange;
        this.response = response;
        this.out = exchange.out();
    }

    /** Writes all, and closes the items in the end, whatever that is. */
    @Async
    Coroutine<Void> write(AsyncIterable<?> items) {
        if (items instanceof AsyncCloseable closeable) {
            try (closeable) {
                await(each(items));
            }
        } else {
            await(each(items));
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> each(AsyncIterable<?> items) {
        if (Statuses.isBodiless(response.status())) {
            await(writer.all(null));
            return Coroutine.done();
        }
        AsyncIterator<?> iterator = items.iterator();
        boolean more = await(iterator.hasNextAsync()); // a failure here is a response of its own still
        Object item = more ? iterator.next() : null;
        StreamFormat format = StreamFormat.of(response.header("content-type").orElse(null), item);
        begin(format);
        if (writer.isHead()) {
            await(writer.ended(out.end()));
            return Coroutine.done();
        }
        KeepAlive keepAlive = format.isEvents() ? KeepAlive.of(out) : null;
        try {
            while (more) {
                await(write(Buffer.buffer(format.encode(item))));
                if (keepAlive != null) {
                    keepAlive.written();
                }
                more = await(iterator.hasNextAsync());
                item = more ? iterator.next() : null;
            }
        } finally {
            if (keepAlive != null) {
                keepAlive.close();
            }
        }
        await(end());
        return Coroutine.done();
    }

    private void begin(StreamFormat format) {
        if (response.header("content-type").isEmpty()) {
            response.header("content-type", format.contentType());
        }
        if (format.isEvents() && response.header("cache-control").isEmpty()) {
            response.header("cache-control", "no-cache");
        }
        writer.head();
        if (length() != null) {
            return;
        }
        if (writer.isOld()) {
            out.headers().set("connection", "close"); // which is how the client sees the end
            exchange.closeAfterwards();
        }
        out.setChunked(true);
    }

    private @Nullable String length() {
        return out.headers().get("content-length");
    }

    @Async
    private Coroutine<Void> write(Buffer piece) {
        written += piece.length();
        checkLength(false);
        Future<Void> future = out.write(piece);
        try {
            if (future.isComplete() ? future.failed() : out.writeQueueFull()) {
                await(awaitable(future));
            }
        } catch (Exception e) {
            await(exchange.left(e));
        }
        if (++inOneGo % BATCH == 0) {
            await(sleep(0));
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> end() {
        checkLength(true);
        await(writer.ended(out.end()));
        return Coroutine.done();
    }

    private void checkLength(boolean isEnd) {
        String said = length();
        if (said != null) {
            long length = Long.parseLong(said);
            if (written > length || (isEnd && written < length)) {
                throw new IllegalStateException("The response says Content-Length " + said + " and has "
                        + (isEnd ? written : "at least " + written) + " bytes; leave the header out");
            }
        }
    }
}
