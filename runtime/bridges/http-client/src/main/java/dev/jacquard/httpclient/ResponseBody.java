package dev.jacquard.httpclient;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.Publishers;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.LineSplitter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, block by block as it comes; who does not take them holds the server up. It is gone through
 * once: what one iteration has not taken, the next one gives.
 */
public final class ResponseBody implements AsyncIterable<byte[]>, AsyncCloseable {
    private static final int AHEAD = 4; // lists of buffers, each 16 KiB in general
    private static final int LINE_LIMIT = 1 << 20;

    private final Flow.Publisher<List<ByteBuffer>> publisher;
    private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
    private @Nullable AsyncGenerator<List<ByteBuffer>> source;
    private @Nullable AsyncIterator<List<ByteBuffer>> arriving;
    private final Runnable closed;
    private boolean ended;

    ResponseBody(Flow.Publisher<List<ByteBuffer>> publisher, Object response) {
        this.publisher = publisher;
        this.closed = getRunningLoop().opened(response);
    }

    /**
     * The blocks. If the connection breaks or a read is cancelled, the exchange ends.
     *
     * @return throws {@link UncheckedIOException} if the connection breaks
     */
    @Override
    public AsyncIterator<byte[]> iterator() {
        return new Blocks();
    }

    /** Its lines in UTF-8, each of at most 1 MiB. */
    public AsyncIterable<String> lines() {
        return lines(StandardCharsets.UTF_8, LINE_LIMIT);
    }

    /**
     * Its lines without their ends; see {@link LineSplitter}.
     *
     * @param limit bytes of the longest line
     */
    public AsyncIterable<String> lines(Charset charset, int limit) {
        return LineSplitter.lines(this, charset, limit);
    }

    /**
     * All that is left.
     *
     * @param limit in bytes
     * @throws IOException if there is more, or the connection breaks
     */
    @Async
    public Coroutine<byte[]> readAll(int limit) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (byte[] block : this) {
                if (block.length > limit - all.size()) {
                    throw new IOException("The body is longer than the limit of " + limit + " bytes");
                }
                all.writeBytes(block);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return Coroutine.of(all.toByteArray());
    }

    /** {@link #readAll(int)} as a text in UTF-8. */
    @Async
    public Coroutine<String> readText(int limit) throws IOException {
        return Coroutine.of(new String(await(readAll(limit)), StandardCharsets.UTF_8));
    }

    private final class Blocks implements AsyncIterator<byte[]> {
        @Override
        @Async
        public Coroutine<Boolean> hasNextAsync() {
            while (blocks.isEmpty() && !ended) {
                ended = !await(fetch());
                if (ended) {
                    closed.run();
                }
            }
            return Coroutine.of(!blocks.isEmpty());
        }

        @Override
        public byte[] next() {
            byte[] block = blocks.poll();
            if (block == null) {
                throw new NoSuchElementException();
            }
            return block;
        }
    }

    @Async
    private Coroutine<Boolean> fetch() {
        AsyncIterator<List<ByteBuffer>> a = arriving();
        boolean more;
        try {
            more = await(a.hasNextAsync());
        } catch (Exception e) {
            // The compiler does not know that the publisher's own exception may be thrown.
            if ((Object) e instanceof IOException io) {
                throw new UncheckedIOException(io);
            }
            throw e;
        }
        if (more) {
            add(a.next());
        }
        return Coroutine.of(more);
    }

    private AsyncIterator<List<ByteBuffer>> arriving() {
        AsyncIterator<List<ByteBuffer>> a = arriving;
        if (a == null) {
            AsyncGenerator<List<ByteBuffer>> s = Publishers.from(publisher, AHEAD);
            source = s;
            a = s.iterator();
            arriving = a;
        }
        return a;
    }

    private void add(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                byte[] block = new byte[buffer.remaining()];
                buffer.get(block);
                blocks.add(block);
            }
        }
    }

    /** Aborts the exchange if it was not read to its end. */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        AsyncGenerator<List<ByteBuffer>> s = source;
        closed.run();
        blocks.clear();
        if (s != null) {
            await(s.closeAsync());
        } else if (!ended) {
            Discard.cancel(publisher);
        }
        ended = true;
        return Coroutine.done();
    }
}
