package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One end of a two-way stream of bytes: of {@link MemoryStream} or of the simulated network. One task reads at a time,
 * and one writes.
 */
public interface ByteStream extends AsyncCloseable {
    /**
     * Reads what is there, but waits for one byte.
     *
     * @param max at most so many bytes, at least 1
     * @return the bytes; none at the end of the stream
     * @throws IOException if the stream is broken, or was closed on this side
     * @throws IllegalStateException if another task is reading
     */
    Coroutine<byte[]> read(int max) throws IOException;

    /**
     * Writes bytes; waits while the stream's buffer is full. When it is cancelled, the bytes that had room have been
     * written.
     *
     * @throws IOException if the stream is broken, or was closed on either side
     * @throws IllegalStateException if another task is writing
     */
    Coroutine<Void> write(byte[] bytes) throws IOException;

    /** Ends what this side writes; the other side reads the end after it. Reading goes on. */
    Coroutine<Void> closeOutput();

    /** Ends both directions. The other side reads what was written, then the end; its writes fail. */
    @Override
    Coroutine<Void> closeAsync();

    /**
     * Reads exactly so many bytes.
     *
     * @throws EOFException if the stream ends before
     */
    @Async
    default Coroutine<byte[]> readExactly(int n) throws IOException {
        byte[] all = new byte[n];
        int got = 0;
        while (got < n) {
            byte[] some = await(read(n - got));
            if (some.length == 0) {
                throw new EOFException("The stream ended after " + got + " of " + n + " bytes");
            }
            System.arraycopy(some, 0, all, got, some.length);
            got += some.length;
        }
        return Coroutine.of(all);
    }

    /**
     * Reads up to a line feed, which is not given.
     *
     * @return the text, or null at the end of the stream
     */
    @Async
    @SuppressWarnings("NullAway") // null is its end
    default Coroutine<@Nullable String> readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (; ; ) {
            byte[] one = await(read(1));
            if (one.length == 0) {
                return Coroutine.of(line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8));
            }
            if (one[0] == '\n') {
                return Coroutine.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(one[0]);
        }
    }

    /** Writes a text and a line feed. */
    default Coroutine<Void> writeLine(String line) throws IOException {
        return write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
