package dev.jacquard.files;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.IncompleteReadError;
import dev.jacquard.streams.internal.BlockLines;
import dev.jacquard.streams.internal.TextLine;
import dev.jacquard.streams.internal.TextLines;
import dev.jacquard.streams.internal.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * An open file with a position. The operations of several tasks happen one after the other, in the order in which they
 * were awaited.
 *
 * <pre>{@code
 * try (AsyncFile log = await(AsyncFiles.open(path, CREATE, APPEND))) {
 *     await(log.write("started\n"));
 * }
 * }</pre>
 *
 * <p>A read that is cancelled leaves the position where it was. A write that is cancelled has written all, nothing or a
 * part, and leaves the position where it was; the next operation begins when the thread has ended it. Nothing is kept
 * back in memory: what was written is the operating system's.
 */
public final class AsyncFile implements AsyncCloseable {
    /** The longest line, in bytes, if nothing else is said: 1 MiB. */
    public static final int DEFAULT_LINE_LIMIT = 1 << 20;

    private static final int BLOCK = 1 << 16;

    private final Path path;
    private final FileBytes bytes;
    private final Turns turns = new Turns();
    private long position;
    private boolean closed;

    AsyncFile(Path path, FileBytes bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /** What was opened. */
    public Path path() {
        return path;
    }

    // ---- reading -------------------------------------------------------------------------------

    /**
     * Reads from the position on.
     *
     * @param n how many bytes
     * @return as many; fewer only at the end of the file
     * @throws IOException if it cannot be read, or is closed
     * @throws IllegalArgumentException if n is negative
     * @throws IllegalStateException if it was not opened for reading
     */
    @Async
    public Coroutine<byte[]> read(int n) throws IOException {
        if (n < 0) {
            throw new IllegalArgumentException("n cannot be negative: " + n + "; readAll() reads up to the end");
        }
        try (Turns.Turn turn = await(turns.take())) {
            byte[] data = await(readBlock(turn, position, n));
            position += data.length;
            return Coroutine.of(data);
        }
    }

    /**
     * Reads exactly so many bytes from the position on.
     *
     * @throws IncompleteReadError if the file ends before; it has what there was
     * @throws IOException as {@link #read}
     */
    @Async
    public Coroutine<byte[]> readExactly(int n) throws IOException {
        byte[] data = await(read(n));
        if (data.length < n) {
            throw new IncompleteReadError(data, n);
        }
        return Coroutine.of(data);
    }

    /**
     * Reads from the position to the end.
     *
     * @throws IOException as {@link #read}; also if that is more than an array can have
     */
    @Async
    public Coroutine<byte[]> readAll() throws IOException {
        byte[] data = await(read(FileBytes.MOST));
        if (data.length == FileBytes.MOST) {
            throw new FileSystemException(path.toString(), null, "The file is too long for an array; read it in parts");
        }
        return Coroutine.of(data);
    }

    /** {@link #lines(Charset, int)} in UTF-8 with {@link #DEFAULT_LINE_LIMIT}. */
    public AsyncIterable<String> lines() {
        return lines(StandardCharsets.UTF_8, DEFAULT_LINE_LIMIT);
    }

    /**
     * Its lines from the position on, without their ends, which are a line feed or a carriage return and a line feed.
     * What cannot be decoded becomes the charset's replacement, U+FFFD.
     *
     * <p>The file is read ahead, but its position is moved to the end of each line that is given.
     *
     * @param charset one in which a line feed is the one byte 10
     * @param limit bytes of the longest line
     * @return throws {@link UncheckedIOException} around an exception of {@link #read} or a
     *     {@link dev.jacquard.streams.LimitOverrunError}
     * @throws IllegalArgumentException if the charset is another one, or the limit below 1
     */
    public AsyncIterable<String> lines(Charset charset, int limit) {
        TextLine.check(charset);
        if (limit < 1) {
            throw new IllegalArgumentException("Limit cannot be <= 0: " + limit);
        }
        return () -> {
            Ahead ahead = new Ahead();
            return new TextLines(new BlockLines(ahead::next, limit, ahead::taken), charset);
        };
    }

    /** Reads ahead of the position. */
    private final class Ahead {
        private long start = -1; // of the next line
        private long end;

        @Async
        Coroutine<byte[]> next() throws IOException {
            try (Turns.Turn turn = await(turns.take())) {
                if (start < 0) {
                    start = position;
                    end = position;
                }
                byte[] block = await(readBlock(turn, end, BLOCK));
                end += block.length;
                return Coroutine.of(block);
            }
        }

        void taken(int n) {
            start += n;
            position = start;
        }
    }

    @Async
    private Coroutine<byte[]> readBlock(Turns.Turn turn, long at, int n) throws IOException {
        checkOpen();
        return Coroutine.of(await(turn.call(() -> bytes.read(at, n))));
    }

    // ---- writing -------------------------------------------------------------------------------

    /**
     * Writes all of the bytes at the position, or at the end of the file if it was opened with {@code APPEND}.
     *
     * @throws IOException if they cannot be written, or it is closed
     * @throws IllegalStateException if it was not opened for writing
     */
    public Coroutine<Void> write(byte[] data) throws IOException {
        return write(data, 0, data.length);
    }

    /** Writes a part of an array. */
    @Async
    public Coroutine<Void> write(byte[] data, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, data.length);
        // A thread may still be at it when the caller was cancelled and has the array again.
        byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
        try (Turns.Turn turn = await(turns.take())) {
            checkOpen();
            long at = position;
            position = await(turn.call(() -> bytes.write(at, copy)));
        }
        return Coroutine.done();
    }

    /** Writes a text in UTF-8. */
    public Coroutine<Void> write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Cuts it off; the position is at most there afterwards. A file is not made longer.
     *
     * @param size in bytes
     * @throws IOException if that cannot be done, or it is closed
     */
    @Async
    public Coroutine<Void> truncate(long size) throws IOException {
        checkNotNegative(size, "size");
        try (Turns.Turn turn = await(turns.take())) {
            checkOpen();
            await(turn.call(() -> bytes.truncate(size)));
            position = Math.min(position, size);
        }
        return Coroutine.done();
    }

    /**
     * Waits until what was written is on the disk. ({@code fdatasync}: not necessarily the time of the last change.)
     */
    public Coroutine<Void> flush() throws IOException {
        return force(false);
    }

    /** Waits until what was written and all that is known of the file are on the disk. */
    public Coroutine<Void> sync() throws IOException {
        return force(true);
    }

    @Async
    private Coroutine<Void> force(boolean metadata) throws IOException {
        try (Turns.Turn turn = await(turns.take())) {
            checkOpen();
            await(turn.call(() -> bytes.force(metadata)));
        }
        return Coroutine.done();
    }

    // ---- the position --------------------------------------------------------------------------

    /** Where the next read or write begins, in bytes from the start. {@code tell}. */
    public long position() {
        return position;
    }

    /**
     * Moves the position, after the operations that were awaited before.
     *
     * @param position bytes from the start; beyond the end a write fills the gap with zeros
     */
    @Async
    public Coroutine<Void> seek(long position) throws IOException {
        checkNotNegative(position, "position");
        try (Turns.Turn turn = await(turns.take())) {
            checkOpen();
            this.position = position;
        }
        return Coroutine.done();
    }

    /** Moves the position to the end of the file. */
    @Async
    public Coroutine<Void> seekToEnd() throws IOException {
        try (Turns.Turn turn = await(turns.take())) {
            checkOpen();
            position = await(turn.call(bytes::size));
        }
        return Coroutine.done();
    }

    /** How long it is, in bytes. */
    @Async
    public Coroutine<Long> size() throws IOException {
        try (Turns.Turn turn = await(turns.take())) {
            checkOpen();
            return Coroutine.of(await(turn.call(bytes::size)));
        }
    }

    private static void checkNotNegative(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " cannot be negative: " + value);
        }
    }

    // ---- the end -------------------------------------------------------------------------------

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    private void checkOpen() throws FileSystemException {
        if (closed) {
            throw new FileSystemException(path.toString(), null, "The file is closed");
        }
    }

    /**
     * Closes it after the operations that were awaited before; those that wait for their turn fail. If it is cancelled,
     * the file is closed all the same.
     *
     * @throws UncheckedIOException if closing tells that something could not be written
     */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        if (closed) {
            return Coroutine.done();
        }
        closed = true;
        Future<?> closing = null;
        try (Turns.Turn turn = await(turns.take())) {
            closing = getRunningLoop().runInExecutor(null, bytes::close);
            await(turn.hold(closing), IOException.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (closing == null) {
                closeNow();
            }
        }
        return Coroutine.done();
    }

    /** What a thread is doing with the file ends with an exception then. */
    private void closeNow() {
        EventLoop loop = getRunningLoop();
        try {
            loop.runInExecutor(null, bytes::close);
        } catch (RuntimeException e) { // the executor was shut down
            bytes.closeQuietly();
        }
    }

    @Override
    public String toString() {
        return "AsyncFile[" + path + (closed ? ", closed]" : ", position=" + position + "]");
    }
}
