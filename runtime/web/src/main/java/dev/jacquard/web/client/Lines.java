package dev.jacquard.web.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Cuts bytes into lines of UTF-8. */
final class Lines {
    private byte[] piece = {};
    private int at;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    void add(byte[] bytes) {
        piece = bytes;
        at = 0;
    }

    /** The next whole line, or null if there is none before more bytes come. */
    @Nullable
    String next() {
        for (int i = at; i < piece.length; i++) {
            if (piece[i] == '\n') {
                begun.write(piece, at, i - at);
                at = i + 1;
                return cut();
            }
        }
        begun.write(piece, at, piece.length - at);
        at = piece.length;
        return null;
    }

    /** A last line without an end, or null. */
    @Nullable
    String rest() {
        return begun.size() == 0 ? null : cut();
    }

    private String cut() {
        String line = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
