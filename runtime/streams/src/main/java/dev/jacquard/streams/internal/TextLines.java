package dev.jacquard.streams.internal;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import java.nio.charset.Charset;

/** Lines of bytes as texts. */
public final class TextLines implements AsyncIterator<String> {
    private final AsyncIterator<byte[]> lines;
    private final Charset charset;

    /** The lines of an iterator. */
    public TextLines(AsyncIterator<byte[]> lines, Charset charset) {
        this.lines = lines;
        this.charset = charset;
    }

    @Override
    public Coroutine<Boolean> hasNextAsync() {
        return lines.hasNextAsync();
    }

    @Override
    public String next() {
        return TextLine.decode(lines.next(), charset);
    }
}
