package dev.jacquard.testing;

import dev.jacquard.Coroutine;
import java.io.IOException;

/**
 * A stream between two tasks in memory, with bounded buffers: who writes more than the other side reads has to wait.
 * trio's {@code memory_stream_pair}.
 */
public final class MemoryStream implements ByteStream {
    /** The two ends of a stream. */
    public record Pair(MemoryStream left, MemoryStream right) {}

    private static final class Cable implements Disconnectable {
        private final MemoryStream end;

        Cable(MemoryStream end) {
            this.end = end;
        }

        @Override
        public int connectionCount() {
            return end.in.isOpen() || end.out.isOpen() ? 1 : 0;
        }

        @Override
        public void disconnect() {
            if (connectionCount() > 0) {
                end.breakWith("The connection was lost");
            }
        }
    }

    private final Pipe in;
    private final Pipe out;

    private MemoryStream(Pipe in, Pipe out) {
        this.in = in;
        this.out = out;
    }

    /** A pair whose buffers hold 64 KiB in each direction. */
    public static Pair pair() {
        return pair(1 << 16);
    }

    /**
     * A pair. Made while the loop runs.
     *
     * @param capacity bytes that are on their way in each direction at most
     */
    public static Pair pair(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("No room for a byte: " + capacity);
        }
        Pipe a = new Pipe(capacity);
        Pipe b = new Pipe(capacity);
        Pair pair = new Pair(new MemoryStream(a, b), new MemoryStream(b, a));
        Disconnectable.announce(new Cable(pair.left));
        return pair;
    }

    @Override
    public Coroutine<byte[]> read(int max) throws IOException {
        return in.read(max);
    }

    @Override
    public Coroutine<Void> write(byte[] bytes) throws IOException {
        return out.write(bytes);
    }

    @Override
    public Coroutine<Void> closeOutput() {
        out.end();
        return Coroutine.done();
    }

    @Override
    public Coroutine<Void> closeAsync() {
        out.end();
        in.stopReading();
        return Coroutine.done();
    }

    /** Breaks the stream: each side's reads and writes throw an {@link IOException} from now on. */
    public void breakWith(String message) {
        in.breakWith(message);
        out.breakWith(message);
    }

    /** How many bytes can be read without waiting. */
    public int available() {
        return in.size();
    }

    @Override
    public String toString() {
        return "MemoryStream[" + in.size() + " bytes in, " + out.size() + " bytes out]";
    }
}
