package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.internal.BlockLines;
import dev.jacquard.streams.internal.TextLine;
import dev.jacquard.streams.internal.TextLines;
import java.nio.charset.Charset;

/** Finds the lines in blocks of bytes, wherever the blocks come from. */
public final class LineSplitter {
    private static final byte[] NOTHING = {};

    private LineSplitter() {}

    /**
     * Lines as texts, without their ends, which are a line feed or a carriage return and a line feed. The last one need
     * not have an end. What cannot be decoded becomes the charset's replacement, U+FFFD.
     *
     * @param blocks of any length
     * @param charset one in which a line feed is the one byte 10: UTF-8, the ISO 8859 family, ...
     * @param limit bytes of the longest line
     * @return throws {@link java.io.UncheckedIOException} around a {@link LimitOverrunError}, and what the blocks throw
     * @throws IllegalArgumentException if the charset is another one, or the limit below 1
     */
    public static AsyncIterable<String> lines(AsyncIterable<byte[]> blocks, Charset charset, int limit) {
        TextLine.check(charset);
        if (limit < 1) {
            throw new IllegalArgumentException("Limit cannot be <= 0: " + limit);
        }
        return () -> {
            AsyncIterator<byte[]> source = blocks.iterator();
            return new TextLines(new BlockLines(() -> next(source), limit, n -> {}), charset);
        };
    }

    @Async
    private static Coroutine<byte[]> next(AsyncIterator<byte[]> source) {
        while (await(source.hasNextAsync())) {
            byte[] block = source.next();
            if (block.length > 0) {
                return Coroutine.of(block);
            }
        }
        return Coroutine.of(NOTHING);
    }
}
