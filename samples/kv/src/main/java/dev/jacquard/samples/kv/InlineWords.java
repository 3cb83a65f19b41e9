package dev.jacquard.samples.kv;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line that somebody has typed: between blanks, in {@code "..."} with escapes as in C and {@code \x41},
 * or in {@code '...'} with {@code \'} alone.
 */
final class InlineWords {
    private final byte[] line;
    private final ByteArrayOutputStream word = new ByteArrayOutputStream();
    private int at;

    InlineWords(byte[] line) {
        this.line = line;
    }

    byte[][] split() throws ProtocolException {
        List<byte[]> words = new ArrayList<>();
        for (skipBlanks(); at < line.length; skipBlanks()) {
            word.reset();
            readWord();
            words.add(word.toByteArray());
        }
        return words.toArray(byte[][]::new);
    }

    private void skipBlanks() {
        while (at < line.length && isBlank(line[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == 0;
    }

    private void readWord() throws ProtocolException {
        while (at < line.length && !isBlank(line[at])) {
            byte b = line[at++];
            if (b == '"' || b == '\'') {
                readQuoted(b);
                return;
            }
            word.write(b);
        }
    }

    /** Up to the closing quote, after which a blank has to come. */
    private void readQuoted(byte quote) throws ProtocolException {
        for (; ; ) {
            byte b = take();
            if (b == quote) {
                break;
            }
            if (b == '\\' && quote == '"') {
                word.write(escaped());
            } else if (b == '\\' && at < line.length && line[at] == '\'') {
                word.write(take());
            } else {
                word.write(b);
            }
        }
        if (at < line.length && !isBlank(line[at])) {
            throw unbalanced();
        }
    }

    private int escaped() throws ProtocolException {
        byte b = take();
        switch (b) {
            case 'n' -> {
                return '\n';
            }
            case 'r' -> {
                return '\r';
            }
            case 't' -> {
                return '\t';
            }
            case 'b' -> {
                return '\b';
            }
            case 'a' -> {
                return 7;
            }
            case 'x' -> {
                if (at + 1 < line.length && digit(at) >= 0 && digit(at + 1) >= 0) {
                    int value = digit(at) * 16 + digit(at + 1);
                    at += 2;
                    return value;
                }
                return b;
            }
            default -> {
                return b;
            }
        }
    }

    private int digit(int index) {
        return Character.digit((char) (line[index] & 0xff), 16);
    }

    private byte take() throws ProtocolException {
        if (at == line.length) {
            throw unbalanced();
        }
        return line[at++];
    }

    private static ProtocolException unbalanced() {
        return new ProtocolException("unbalanced quotes in request");
    }
}
