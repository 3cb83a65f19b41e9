package dev.jacquard.testing.bytes;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The reader's end of one direction: bytes that have arrived and were not read, for one reader. */
public final class Inbox {
    private final IntConsumer wasRead;
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
    private int offset; // into the first
    private int size;
    private boolean ended; // by the writer
    private boolean closed; // the reader has gone
    private boolean reading;
    private @Nullable String broken;
    private AsyncEvent changed = new AsyncEvent();

    /**
     * An empty one.
     *
     * @param wasRead is told how many bytes were read
     */
    public Inbox(IntConsumer wasRead) {
        this.wasRead = wasRead;
    }

    /**
     * Waits until there are bytes.
     *
     * @param max how many at most
     * @return at least one; none if the writer has ended
     * @throws IOException if it is broken, or was closed by its reader
     * @throws IllegalStateException if another task is reading
     */
    @Async
    public Coroutine<byte[]> read(int max) throws IOException {
        if (max < 1) {
            throw new IllegalArgumentException("At least one byte has to be read: " + max);
        }
        if (reading) {
            throw new IllegalStateException("Another task is reading from this stream");
        }
        reading = true;
        try {
            for (; ; ) {
                check();
                if (closed) {
                    throw new IOException("The stream was closed on this side");
                }
                if (size > 0) {
                    return Coroutine.of(take(max));
                }
                if (ended) {
                    return Coroutine.of(new byte[0]);
                }
                await(change());
            }
        } finally {
            reading = false;
        }
    }

    private byte[] take(int max) {
        int n = Math.min(max, size);
        byte[] taken = new byte[n];
        int got = 0;
        while (got < n) {
            byte[] first = chunks.getFirst();
            int part = Math.min(n - got, first.length - offset);
            System.arraycopy(first, offset, taken, got, part);
            got += part;
            offset += part;
            if (offset == first.length) {
                chunks.removeFirst();
                offset = 0;
            }
        }
        size -= n;
        tell();
        wasRead.accept(n);
        return taken;
    }

    /** More has arrived; dropped when the reader has gone. */
    public void add(byte[] bytes) {
        if (!closed && bytes.length > 0) {
            chunks.add(bytes);
            size += bytes.length;
            tell();
        }
    }

    /** Nothing comes any more. */
    public void end() {
        ended = true;
        tell();
    }

    /** The reader goes; what is left is dropped. */
    public void close() {
        closed = true;
        chunks.clear();
        size = 0;
        offset = 0;
        tell();
    }

    /** Reading and {@link #check} fail from now on; the first reason counts. */
    public void breakWith(String why) {
        if (broken == null) {
            broken = why;
            tell();
        }
    }

    /**
     * Whether it is broken.
     *
     * @throws IOException if so
     */
    public void check() throws IOException {
        if (broken != null) {
            throw new IOException(broken);
        }
    }

    /** Whether {@link #breakWith} was called. */
    public boolean isBroken() {
        return broken != null;
    }

    /** Whether {@link #end} was called. */
    public boolean isEnded() {
        return ended;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** How many bytes were not read. */
    public int size() {
        return size;
    }

    /** Waits for the next change of any kind. */
    public Coroutine<Void> change() {
        return changed.waitAsync();
    }

    /** Wakes who waits; whoever comes later waits for the next change. */
    private void tell() {
        changed.set();
        changed = new AsyncEvent();
    }
}
