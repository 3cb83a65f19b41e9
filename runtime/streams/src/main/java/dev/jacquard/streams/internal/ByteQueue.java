package dev.jacquard.streams.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes in the order in which they came: one array, read from the front. */
public final class ByteQueue {
    private static final int SMALL = 1 << 8;
    private static final int KEPT = 1 << 12;
    private static final byte[] NOTHING = {};

    // An idle connection holds a small array at most.
    private byte[] bytes = NOTHING;
    private int head;
    private int size;

    /** Without bytes. */
    public ByteQueue() {}

    /** How many. */
    public int size() {
        return size;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Takes all of the buffer's bytes. */
    public void add(ByteBuffer data) {
        int n = data.remaining();
        reserve(n);
        data.get(bytes, head + size, n);
        size += n;
    }

    /** Puts back what was taken. */
    public void addFirst(ByteQueue before) {
        if (before.isEmpty()) {
            return;
        }
        byte[] joined = new byte[Math.addExact(before.size, size)];
        System.arraycopy(before.bytes, before.head, joined, 0, before.size);
        System.arraycopy(bytes, head, joined, before.size, size);
        bytes = joined;
        head = 0;
        size = joined.length;
    }

    private void reserve(int n) {
        int needed = Math.addExact(size, n);
        if (head + needed <= bytes.length) {
            return;
        }
        if (needed <= bytes.length && head >= bytes.length / 2) {
            System.arraycopy(bytes, head, bytes, 0, size);
        } else {
            byte[] bigger = new byte[Math.max(needed, Math.max(SMALL, capacityAfter(needed)))];
            System.arraycopy(bytes, head, bigger, 0, size);
            bytes = bigger;
        }
        head = 0;
    }

    private static int capacityAfter(int needed) {
        return (int) Math.min(Integer.MAX_VALUE - 8L, needed * 3L / 2);
    }

    /** Takes at most so many. */
    public byte[] take(int n) {
        int taken = Math.min(n, size);
        if (taken == 0) {
            return NOTHING;
        }
        byte[] result = Arrays.copyOfRange(bytes, head, head + taken);
        drop(taken);
        return result;
    }

    /** Takes the first, which nobody wants. */
    public void drop(int n) {
        head += n;
        size -= n;
        if (size == 0) {
            head = 0;
            if (bytes.length > KEPT) {
                bytes = NOTHING;
            }
        }
    }

    /** Where these bytes are, from an index on; -1 if nowhere. */
    public int indexOf(byte[] wanted, int from) {
        byte first = wanted[0];
        int last = head + size - wanted.length;
        for (int i = head + from; i <= last; i++) {
            if (bytes[i] == first && matches(wanted, i)) {
                return i - head;
            }
        }
        return -1;
    }

    /** Whether these bytes are at an index. */
    public boolean startsWith(byte[] wanted, int at) {
        return at + wanted.length <= size && matches(wanted, head + at);
    }

    private boolean matches(byte[] wanted, int at) {
        return Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }
}
