package dev.jacquard.streams.internal;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.LimitOverrunError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines, with their line feeds, of bytes that are fetched block by block. */
public final class BlockLines implements AsyncIterator<byte[]> {
    /** Where the blocks come from. */
    @FunctionalInterface
    public interface Blocks {
        /** The next bytes; none at the end. If it is cancelled, the next call gives the same. */
        Coroutine<byte[]> next() throws IOException;
    }

    /** Is told how many bytes each line has had that is given. */
    @FunctionalInterface
    public interface Taken {
        /** A line was given. */
        void line(int bytes);
    }

    private static final byte[] LINE_FEED = {'\n'};

    private final Blocks blocks;
    private final int limit;
    private final Taken taken;
    private final ByteQueue buffer = new ByteQueue();
    private int searched;
    private byte @Nullable [] next;
    private boolean ended;

    /**
     * Lines.
     *
     * @param limit bytes of a line without its line feed
     */
    public BlockLines(Blocks blocks, int limit, Taken taken) {
        if (limit < 1) {
            throw new IllegalArgumentException("Limit cannot be <= 0: " + limit);
        }
        this.blocks = blocks;
        this.limit = limit;
        this.taken = taken;
    }

    /** @throws UncheckedIOException around the exception of the blocks, or a {@link LimitOverrunError} */
    @Override
    @Async
    public Coroutine<Boolean> hasNextAsync() {
        try {
            while (next == null && !(ended && buffer.isEmpty())) {
                int at = buffer.indexOf(LINE_FEED, searched);
                check(at >= 0 ? at : buffer.size());
                if (at >= 0) {
                    take(at + 1);
                } else if (ended) {
                    take(buffer.size());
                } else {
                    searched = buffer.size();
                    byte[] block = await(blocks.next());
                    ended = block.length == 0;
                    buffer.add(ByteBuffer.wrap(block));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Coroutine.of(next != null);
    }

    private void check(int length) throws LimitOverrunError {
        if (length > limit) {
            throw new LimitOverrunError("A line is longer than the limit of " + limit + " bytes", length);
        }
    }

    private void take(int n) {
        next = buffer.take(n);
        searched = 0;
    }

    @Override
    public byte[] next() {
        byte[] line = next;
        if (line == null) {
            throw new NoSuchElementException();
        }
        next = null;
        taken.line(line.length);
        return line;
    }
}
