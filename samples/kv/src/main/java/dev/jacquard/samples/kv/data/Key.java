package dev.jacquard.samples.kv.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that can be looked up. They have an order, so that a hash map stays fast when a hostile client sends keys of
 * one hash code.
 */
public final class Key implements Comparable<Key> {
    private final byte[] bytes;
    private final int hash;

    /**
     * A key.
     *
     * @param bytes are not copied: nobody may change them any more
     */
    public Key(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** A key of a text in UTF-8. */
    public static Key of(String text) {
        return new Key(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Its bytes, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Key other && hash == other.hash && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
