package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.internal.ByteQueue;
import dev.jacquard.streams.internal.TextLine;
import dev.jacquard.streams.internal.TextLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes that come from somewhere. {@code asyncio.StreamReader}.
 *
 * <p>A reader has a limit: it bounds the length of a line, and when twice as much is waiting to be read, the sender is
 * held up. One task reads at a time. A read that is cancelled has taken nothing.
 *
 * <pre>{@code
 * for (byte[] line : reader) { ... }
 * byte[] header = await(reader.readExactly(4));
 * }</pre>
 */
public final class StreamReader implements AsyncIterable<byte[]> {
    /** The limit of a reader that is made without one, in bytes: 64 KiB. */
    public static final int DEFAULT_LIMIT = 1 << 16;

    private static final byte[] NOTHING = {};
    private static final byte[] LINE_FEED = {'\n'};

    private final int limit;
    private final ByteQueue buffer = new ByteQueue();
    private @Nullable Transport transport;
    private @Nullable Promise<@Nullable Void> waiter;
    private @Nullable String waiting;
    private boolean eof;
    private boolean paused;
    private @Nullable Throwable error;

    /** A reader with {@link #DEFAULT_LIMIT}. */
    public StreamReader() {
        this(DEFAULT_LIMIT);
    }

    /**
     * A reader.
     *
     * @param limit in bytes, at least 1
     * @throws IllegalArgumentException if it is less
     */
    public StreamReader(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("Limit cannot be <= 0: " + limit);
        }
        this.limit = limit;
    }

    // ---- the feeding side ----------------------------------------------------------------------

    /**
     * What to hold up when too much is waiting.
     *
     * @throws IllegalStateException if it has one
     */
    public void setTransport(Transport transport) {
        if (this.transport != null) {
            throw new IllegalStateException("Transport already set");
        }
        this.transport = Objects.requireNonNull(transport, "transport");
    }

    /**
     * Bytes have come; they are copied.
     *
     * @throws IllegalStateException after {@link #feedEof}
     */
    public void feedData(ByteBuffer data) {
        if (eof) {
            throw new IllegalStateException("feedData after feedEof");
        }
        if (!data.hasRemaining()) {
            return;
        }
        buffer.add(data);
        wake();
        maybePause();
    }

    private void maybePause() {
        Transport t = transport;
        if (t != null && !paused && !eof && buffer.size() > 2L * limit) {
            paused = true;
            t.pauseReading();
        }
    }

    /** Takes bytes that have arrived, from an array. */
    public void feedData(byte[] data) {
        feedData(ByteBuffer.wrap(data));
    }

    /** No more will come. */
    public void feedEof() {
        eof = true;
        wake();
    }

    /**
     * No more will come, because of this. Reads throw it from now on; one that waits and whose bytes have just come
     * still gets them.
     */
    public void setException(Throwable e) {
        error = Objects.requireNonNull(e, "exception");
        wake();
    }

    @SuppressWarnings("NullAway") // void's value
    private void wake() {
        Promise<@Nullable Void> w = waiter;
        if (w != null) {
            waiter = null;
            if (!w.isDone()) {
                w.setResult(null);
            }
        }
    }

    // ---- the reading side ----------------------------------------------------------------------

    /** Why no more comes, or null. */
    public @Nullable Throwable exception() {
        return error;
    }

    /** Whether the end has come and all before it was read. */
    public boolean atEof() {
        return eof && buffer.isEmpty();
    }

    /** Bytes that have come and were not read. */
    public int available() {
        return buffer.size();
    }

    /** The longest line, in bytes. */
    public int limit() {
        return limit;
    }

    /**
     * Reads what there is, but waits for one byte.
     *
     * @param n at most so many bytes; 0 gives none at once
     * @return the bytes; none at the end of the stream
     * @throws IOException if the connection broke
     * @throws IllegalArgumentException if n is negative: use {@link #readAll}
     * @throws IllegalStateException if another task is reading
     */
    @Async
    public Coroutine<byte[]> read(int n) throws IOException {
        if (n < 0) {
            throw new IllegalArgumentException("n cannot be negative: " + n + "; readAll() reads up to the end");
        }
        check();
        if (n == 0) {
            return Coroutine.of(NOTHING);
        }
        while (buffer.isEmpty() && !eof) {
            await(moreData("read"));
            if (buffer.isEmpty()) {
                check();
            }
        }
        byte[] data = buffer.take(n);
        maybeResume();
        return Coroutine.of(data);
    }

    /**
     * Reads up to the end of the stream. {@code read(-1)}.
     *
     * <p>There is no limit to it: of a stranger read blocks and count.
     *
     * @throws IOException if the connection broke
     */
    @Async
    public Coroutine<byte[]> readAll() throws IOException {
        ByteQueue all = new ByteQueue();
        try {
            for (; ; ) {
                byte[] block = await(read(limit));
                if (block.length == 0) {
                    return Coroutine.of(all.take(all.size()));
                }
                all.add(ByteBuffer.wrap(block));
            }
        } catch (Throwable e) {
            buffer.addFirst(all); // a cancelled read takes nothing
            maybePause();
            throw e;
        }
    }

    /**
     * Reads exactly so many bytes.
     *
     * @throws IncompleteReadError if the stream ends before; it has what came
     * @throws IOException if the connection broke
     * @throws IllegalArgumentException if n is negative
     */
    @Async
    public Coroutine<byte[]> readExactly(int n) throws IOException {
        if (n < 0) {
            throw new IllegalArgumentException("readExactly size can not be less than zero: " + n);
        }
        check();
        while (buffer.size() < n) {
            if (eof) {
                throw new IncompleteReadError(buffer.take(buffer.size()), n);
            }
            check();
            await(moreData("readExactly"));
        }
        byte[] data = buffer.take(n);
        maybeResume();
        return Coroutine.of(data);
    }

    /**
     * Reads a line with its line feed.
     *
     * @return the line; without a line feed only if the stream ended, nothing if it had ended before
     * @throws LimitOverrunError if the line is longer than the limit; what was too long is dropped
     * @throws IOException if the connection broke
     */
    @Async
    public Coroutine<byte[]> readLine() throws IOException {
        try {
            return Coroutine.of(await(readUntil(LINE_FEED)));
        } catch (IncompleteReadError e) {
            return Coroutine.of(e.partial());
        } catch (LimitOverrunError e) {
            if (buffer.startsWith(LINE_FEED, e.consumed())) {
                buffer.drop(e.consumed() + 1);
            } else {
                buffer.drop(buffer.size());
            }
            maybeResume();
            throw e;
        }
    }

    /** {@link #readUntil(byte[])} a line feed. */
    public Coroutine<byte[]> readUntil() throws IOException {
        return readUntil(LINE_FEED);
    }

    /**
     * Reads up to a separator, which is given with it.
     *
     * @param separator at least one byte
     * @throws IncompleteReadError if the stream ends before; it has what came
     * @throws LimitOverrunError if more bytes than the limit came without it; they stay in the buffer
     * @throws IOException if the connection broke
     * @throws IllegalArgumentException if the separator is empty
     */
    public Coroutine<byte[]> readUntil(byte[] separator) throws IOException {
        return until(new Separators(separator));
    }

    /**
     * Reads up to the first of several separators, which is given with it: that whose end comes first. Python 3.13's
     * {@code readuntil} of a tuple.
     *
     * @param separators at least one, of at least one byte each
     * @throws IncompleteReadError if the stream ends before; it has what came
     * @throws LimitOverrunError if more bytes than the limit came without one; they stay in the buffer
     * @throws IOException if the connection broke
     * @throws IllegalArgumentException if there is no separator, or an empty one
     */
    public Coroutine<byte[]> readUntil(Collection<byte[]> separators) throws IOException {
        return until(new Separators(separators.toArray(new byte[0][])));
    }

    @Async
    private Coroutine<byte[]> until(Separators separators) throws IOException {
        check();
        int from = 0; // no separator begins before it
        while (!separators.find(buffer, from)) {
            from = Math.max(0, buffer.size() + 1 - separators.longest());
            if (from > limit) {
                throw new LimitOverrunError(
                        "Separator is not found, and chunk exceed the limit of " + limit + " bytes", from);
            }
            if (eof) {
                throw new IncompleteReadError(buffer.take(buffer.size()), null);
            }
            check();
            await(moreData("readUntil"));
        }
        if (separators.start() > limit) {
            throw new LimitOverrunError(
                    "Separator is found, but chunk is longer than limit of " + limit + " bytes", separators.start());
        }
        byte[] data = buffer.take(separators.end());
        maybeResume();
        return Coroutine.of(data);
    }

    /**
     * Its lines, as {@link #readLine} gives them; ends with the stream. What {@code readLine} throws comes in an
     * {@link java.io.UncheckedIOException}, as a loop cannot declare it.
     */
    @Override
    public AsyncIterator<byte[]> iterator() {
        return new Lines(this);
    }

    /** {@link #lines(Charset)} in UTF-8. */
    public AsyncIterable<String> lines() {
        return lines(StandardCharsets.UTF_8);
    }

    /**
     * Its lines as texts, without their ends, which are a line feed or a carriage return and a line feed. The last one
     * need not have an end. What cannot be decoded becomes the charset's replacement, U+FFFD.
     *
     * @param charset one in which a line feed is the one byte 10: UTF-8, the ISO 8859 family, ...
     * @return to be gone through once; throws {@link java.io.UncheckedIOException} around what {@link #readLine} throws
     * @throws IllegalArgumentException for UTF-16 and others in which a line feed is something else
     */
    public AsyncIterable<String> lines(Charset charset) {
        TextLine.check(charset);
        return () -> new TextLines(new Lines(this), charset);
    }

    /** The wait of a read. Not a coroutine, so that it costs no frame. */
    private Promise<@Nullable Void> moreData(String by) {
        if (waiter != null && !waiter.isDone()) {
            throw new IllegalStateException(
                    by + "() called while another task is already waiting for incoming data in" + " " + waiting + "()");
        }
        waiting = by;
        Promise<@Nullable Void> w = new Promise<>();
        waiter = w;
        if (paused) { // more than twice the limit is there and not enough: a wait would be for ever
            paused = false;
            transport().resumeReading(); // after waiter is set: it may feed at once
        }
        return w;
    }

    private Transport transport() {
        return Objects.requireNonNull(transport);
    }

    private void check() throws IOException {
        if (error != null) {
            throw raise(error);
        }
    }

    private void maybeResume() {
        if (paused && buffer.size() <= limit) {
            paused = false;
            transport().resumeReading();
        }
    }

    /** An exception that has happened elsewhere; its own type is kept, and where it is seen. */
    static IOException raise(Throwable e) {
        try {
            Promise<@Nullable Void> lost = new Promise<>();
            lost.setException(e);
            lost.result(); // as an await would: then the trace shows who is told
        } catch (Throwable same) {
            // to be thrown below
        }
        if (e instanceof RuntimeException r) {
            throw r;
        }
        if (e instanceof Error r) {
            throw r;
        }
        return e instanceof IOException io ? io : new IOException(e);
    }

    @Override
    public String toString() {
        return "StreamReader["
                + (buffer.isEmpty() ? "" : buffer.size() + " bytes, ")
                + (eof ? "eof, " : "")
                + (paused ? "paused, " : "")
                + (error == null ? "" : "exception=" + error + ", ")
                + "limit="
                + limit
                + "]";
    }
}
