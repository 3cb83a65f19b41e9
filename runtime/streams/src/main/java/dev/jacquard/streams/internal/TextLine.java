package dev.jacquard.streams.internal;

import java.nio.charset.Charset;
import java.util.Arrays;

/** A line of bytes as a text. */
public final class TextLine {
    private static final byte[] LINE_FEED = {'\n'};

    private TextLine() {}

    /**
     * Lets through the charsets whose lines can be found without decoding them.
     *
     * @throws IllegalArgumentException if a line feed is not the one byte 10
     */
    public static void check(Charset charset) {
        if (!charset.canEncode() || !Arrays.equals("\n".getBytes(charset), LINE_FEED)) {
            throw new IllegalArgumentException("Lines cannot be found in "
                    + charset
                    + ", where a line feed is not the one byte 10. Read the bytes with"
                    + " readAll() and decode them.");
        }
    }

    /** Decodes a line without its end. */
    public static String decode(byte[] line, Charset charset) {
        int n = line.length;
        if (n > 0 && line[n - 1] == '\n') {
            n--;
            if (n > 0 && line[n - 1] == '\r') {
                n--;
            }
        }
        return new String(line, 0, n, charset);
    }
}
