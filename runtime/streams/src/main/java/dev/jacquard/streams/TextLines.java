package dev.jacquard.streams;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import java.nio.charset.Charset;

/** The lines of a reader as texts. */
final class TextLines implements AsyncIterator<String> {
    private final AsyncIterator<byte[]> lines;
    private final Charset charset;

    TextLines(AsyncIterator<byte[]> lines, Charset charset) {
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
