package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One direction of a stream in memory: a bounded buffer. */
final class Pipe {
    private final int capacity;
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
    private int offset; // into the first
    private int size;
    private boolean ended; // by the writer
    private boolean unread; // the reader has gone
    private boolean reading;
    private boolean writing;
    private @Nullable String broken;
    private AsyncEvent changed = new AsyncEvent();

    Pipe(int capacity) {
        this.capacity = capacity;
    }

    @Async
    Coroutine<byte[]> read(int max) throws IOException {
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
                if (unread) {
                    throw new IOException("The stream was closed on this side");
                }
                if (size > 0) {
                    return Coroutine.of(take(max));
                }
                if (ended) {
                    return Coroutine.of(new byte[0]);
                }
                await(changed.waitAsync());
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
        return taken;
    }

    @Async
    Coroutine<Void> write(byte[] bytes) throws IOException {
        if (writing) {
            throw new IllegalStateException("Another task is writing to this stream");
        }
        writing = true;
        try {
            int done = 0;
            do {
                check();
                if (ended) {
                    throw new IOException("The stream was closed on this side");
                }
                if (unread) {
                    throw new IOException("The stream was closed on the other side");
                }
                int part = Math.min(capacity - size, bytes.length - done);
                if (part > 0) {
                    byte[] chunk = new byte[part];
                    System.arraycopy(bytes, done, chunk, 0, part);
                    chunks.add(chunk);
                    size += part;
                    done += part;
                    tell();
                } else if (done < bytes.length) {
                    await(changed.waitAsync());
                }
            } while (done < bytes.length);
        } finally {
            writing = false;
        }
        return Coroutine.done();
    }

    private void check() throws IOException {
        if (broken != null) {
            throw new IOException(broken);
        }
    }

    /** Wakes who waits; whoever comes later waits for the next change. */
    private void tell() {
        changed.set();
        changed = new AsyncEvent();
    }

    void end() {
        ended = true;
        tell();
    }

    void stopReading() {
        unread = true;
        chunks.clear();
        size = 0;
        offset = 0;
        tell();
    }

    void breakWith(String why) {
        if (broken == null) {
            broken = why;
            tell();
        }
    }

    /** Bytes that are written and not read. */
    int size() {
        return size;
    }
}
