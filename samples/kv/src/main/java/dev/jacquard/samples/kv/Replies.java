package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Replies in the protocol's bytes, one after the other. */
final class Replies {
    private static final int KEPT = 1 << 16;

    /** A short command can ask for the longest value a thousand times. */
    private static final int MOST = 1 << 28;

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] NIL = ascii("$-1\r\n");
    private static final byte[] NIL_ARRAY = ascii("*-1\r\n");
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes = new byte[1 << 10];
    private int size;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // ---- what is there -------------------------------------------------------------------------

    /** Where the replies are, from 0 to {@link #size}. */
    byte[] array() {
        return bytes;
    }

    /** How many bytes there are. */
    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets all. */
    void clear() {
        truncate(0);
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
    }

    /** Forgets what came after a size: a command has failed in the middle. */
    void truncate(int size) {
        this.size = size;
    }

    // ---- replies -------------------------------------------------------------------------------

    void ok() {
        raw(OK);
    }

    /** A word of the server. */
    void simple(String text) {
        line('+', text);
    }

    /** An error. Line ends of a client's own words would begin a new reply. */
    void error(String message) {
        line('-', message.replace('\r', ' ').replace('\n', ' '));
    }

    private void line(char kind, String text) {
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        reserve(b.length + 3);
        bytes[size++] = (byte) kind;
        append(b);
        lineEnd();
    }

    void integer(long n) {
        header(':', n);
    }

    void bool(boolean b) {
        integer(b ? 1 : 0);
    }

    void bulk(byte[] b) {
        header('$', b.length);
        reserve(b.length + 2);
        append(b);
        lineEnd();
    }

    void bulk(Key key) {
        bulk(key.bytes());
    }

    void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    void bulkOrNil(byte @Nullable [] b) {
        if (b == null) {
            nil();
        } else {
            bulk(b);
        }
    }

    /** A floating-point number. */
    void number(double d) {
        bulk(Numbers.format(d));
    }

    void nil() {
        raw(NIL);
    }

    void nilArray() {
        raw(NIL_ARRAY);
    }

    /** An array's beginning; so many replies follow. */
    void array(int n) {
        header('*', n);
    }

    void keys(Collection<Key> keys) {
        array(keys.size());
        for (Key key : keys) {
            bulk(key);
        }
    }

    void raw(byte[] reply) {
        reserve(reply.length);
        append(reply);
    }

    // ---- bytes ---------------------------------------------------------------------------------

    private void header(char kind, long n) {
        reserve(LONGEST_NUMBER + 3);
        bytes[size++] = (byte) kind;
        if (n >= 0 && n < 10) {
            bytes[size++] = (byte) ('0' + n);
        } else {
            size = Numbers.write(n, bytes, size);
        }
        lineEnd();
    }

    private void append(byte[] b) {
        System.arraycopy(b, 0, bytes, size, b.length);
        size += b.length;
    }

    private void lineEnd() {
        bytes[size++] = '\r';
        bytes[size++] = '\n';
    }

    private void reserve(int n) {
        long needed = (long) size + n;
        if (needed > MOST) {
            throw new CommandException("ERR the reply would be too long");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, needed * 2));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}
