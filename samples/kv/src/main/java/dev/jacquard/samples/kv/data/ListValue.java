package dev.jacquard.samples.kv.data;

import java.util.Objects;
import java.util.function.Predicate;

/** A list: a ring that grows, fast at both ends and by index. */
public final class ListValue {
    private byte[][] ring = new byte[8][];
    private int head;
    private int size;

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The one at an index from 0. */
    public byte[] get(int index) {
        return ring[slot(Objects.checkIndex(index, size))];
    }

    /** Replaces one. */
    public void set(int index, byte[] element) {
        ring[slot(Objects.checkIndex(index, size))] = element;
    }

    /** Adds one in front. */
    public void addFirst(byte[] element) {
        reserve();
        head = (head - 1) & (ring.length - 1);
        ring[head] = element;
        size++;
    }

    /** Adds one at the end. */
    public void addLast(byte[] element) {
        reserve();
        ring[slot(size)] = element;
        size++;
    }

    /** Takes the first of at least one. */
    public byte[] removeFirst() {
        byte[] element = get(0);
        ring[head] = null;
        head = slot(1);
        size--;
        return element;
    }

    /** Takes the last of at least one. */
    public byte[] removeLast() {
        byte[] element = get(size - 1);
        ring[slot(size - 1)] = null;
        size--;
        return element;
    }

    /** Takes at one of the ends. */
    public byte[] remove(End end) {
        return end == End.LEFT ? removeFirst() : removeLast();
    }

    /** Adds at one of the ends. */
    public void add(End end, byte[] element) {
        if (end == End.LEFT) {
            addFirst(element);
        } else {
            addLast(element);
        }
    }

    /** Keeps those from one index to another, which is included. */
    public void keep(int from, int to) {
        while (size - 1 > to) {
            removeLast();
        }
        for (int i = 0; i < from; i++) {
            removeFirst();
        }
    }

    /**
     * Removes those that match.
     *
     * @param from at which end to begin
     * @param most how many at most
     * @return how many were removed
     */
    public int removeIf(Predicate<byte[]> wanted, End from, int most) {
        int removed = 0;
        int n = size;
        for (int i = 0; i < n; i++) { // once around: each is taken and, if it stays, put back
            byte[] element = remove(from);
            if (removed < most && wanted.test(element)) {
                removed++;
            } else {
                add(from.other(), element);
            }
        }
        return removed;
    }

    private int slot(int index) {
        return (head + index) & (ring.length - 1);
    }

    private void reserve() {
        if (size < ring.length) {
            return;
        }
        byte[][] bigger = new byte[Math.multiplyExact(size, 2)][];
        System.arraycopy(ring, head, bigger, 0, size - head);
        System.arraycopy(ring, 0, bigger, size - head, head);
        ring = bigger;
        head = 0;
    }

    /** One of its ends. */
    public enum End {
        LEFT,
        RIGHT;

        /** The opposite one. */
        public End other() {
            return this == LEFT ? RIGHT : LEFT;
        }
    }
}
