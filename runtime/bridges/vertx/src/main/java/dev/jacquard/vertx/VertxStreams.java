package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.Objects;

/** Streams of Vert.x in {@code @Async} code, with back-pressure both ways. */
public final class VertxStreams {
    private static final int ROOM = 16;

    /** After so many items in one go the loop's others have their turn. */
    private static final int BATCH = 128;

    private VertxStreams() {}

    /** {@link #items(ReadStream, int)} with room for 16 items. */
    public static <T> StreamItems<T> items(ReadStream<T> stream) {
        return items(stream, ROOM);
    }

    /**
     * Goes through what a stream gives. The stream is paused at once, and asked for items when the iteration asks for
     * the first one.
     *
     * <pre>{@code
     * try (var chunks = VertxStreams.items(request)) {
     *     for (Buffer chunk : chunks) {
     *         ...
     *     }
     * }
     * }</pre>
     *
     * @param stream whose handlers this takes: a request, a response, a file, rows
     * @param room how many items may wait to be taken; more are asked for when half are taken
     * @return the items, to be gone through once
     * @throws IllegalArgumentException if there is no room
     * @throws IllegalStateException if the stream has ended, or no loop runs on this thread
     */
    public static <T> StreamItems<T> items(ReadStream<T> stream, int room) {
        return new StreamItems<>(Objects.requireNonNull(stream, "stream"), room);
    }

    /** {@link #readAll(ReadStream, int)} without a limit but that of a buffer. */
    public static Coroutine<Buffer> readAll(ReadStream<Buffer> stream) {
        return readAll(stream, Integer.MAX_VALUE);
    }

    /**
     * Reads a stream to its end.
     *
     * @param maxBytes how many bytes it may have
     * @return all of it in one buffer
     * @throws IllegalStateException if it has more; the rest flows away
     */
    public static Coroutine<Buffer> readAll(ReadStream<Buffer> stream, int maxBytes) {
        return collect(items(stream), maxBytes); // listens before it is awaited
    }

    @Async
    private static Coroutine<Buffer> collect(StreamItems<Buffer> items, int maxBytes) {
        Buffer all = Buffer.buffer();
        try (items) {
            for (Buffer b : items) {
                if (b.length() > maxBytes - all.length()) {
                    throw new IllegalStateException("More than " + maxBytes + " bytes");
                }
                all.appendBuffer(b);
            }
        }
        return Coroutine.of(all);
    }

    /**
     * Writes an item. Returns at once while the stream's queue has room, else when this item is written. The
     * counterpart of {@code StreamWriter.write} and {@code drain} in one. The stream's {@code drainHandler} is not
     * touched, and any number of tasks may write.
     *
     * @return throws the exception of the stream's future if it cannot be written; is cancelled if the stream is the
     *     response to a client that has gone
     */
    @Async
    public static <T> Coroutine<Void> write(WriteStream<T> stream, T item) {
        Future<Void> written = stream.write(item);
        if (written.isComplete() ? written.failed() : stream.writeQueueFull()) {
            try {
                await(awaitable(written));
            } catch (Exception e) {
                if (isToClient(stream) && ClientGone.tells(e)) {
                    throw new CancelledError(ClientGone.MESSAGE);
                }
                throw e;
            }
        }
        return Coroutine.done();
    }

    private static boolean isToClient(WriteStream<?> stream) {
        return stream instanceof HttpServerResponse || stream instanceof MeasuredResponse;
    }

    /**
     * Writes what an iterable gives, no faster than the stream takes it. Does not end the stream. An iterable that is
     * {@link AsyncCloseable}, as generators are, is closed in the end, whatever that is: the last item, an exception, a
     * cancellation.
     */
    @Async
    public static <T> Coroutine<Void> writeAll(AsyncIterable<? extends T> items, WriteStream<T> stream) {
        if (items instanceof AsyncCloseable closeable) {
            try (closeable) {
                await(writeEach(items, stream));
            }
        } else {
            await(writeEach(items, stream));
        }
        return Coroutine.done();
    }

    @Async
    private static <T> Coroutine<Void> writeEach(AsyncIterable<? extends T> items, WriteStream<T> stream) {
        int inOneGo = 0;
        for (T item : items) {
            await(write(stream, item));
            if (++inOneGo % BATCH == 0) {
                await(sleep(0));
            }
        }
        return Coroutine.done();
    }
}
