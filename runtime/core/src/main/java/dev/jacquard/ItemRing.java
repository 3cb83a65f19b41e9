package dev.jacquard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Items in the order in which they were added, or in the reverse order. */
abstract class ItemRing<E extends @Nullable Object> extends Items<E> {
    // the length is a power of two, so that a mask wraps positions
    private @Nullable Object[] ring = new Object[MIN_CAPACITY];
    private int first;

    @Override
    final void add(E item) {
        if (size == ring.length) {
            grow();
        }
        ring[(first + size) & (ring.length - 1)] = item;
        size++;
    }

    private void grow() {
        Object[] larger = new Object[Math.multiplyExact(ring.length, 2)];
        int toEnd = ring.length - first;
        System.arraycopy(ring, first, larger, 0, toEnd);
        System.arraycopy(ring, 0, larger, toEnd, first);
        ring = larger;
        first = 0;
    }

    @Override
    final void clear() {
        Arrays.fill(ring, null);
        size = 0;
    }

    final E takeFirst() {
        E item = clear(first);
        first = (first + 1) & (ring.length - 1);
        size--;
        return item;
    }

    final E takeLast() {
        size--;
        return clear((first + size) & (ring.length - 1));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // null is a legal item
    private E clear(int position) {
        Object item = ring[position];
        ring[position] = null;
        return (E) item;
    }

    /** First in, first out. */
    static final class Fifo<E extends @Nullable Object> extends ItemRing<E> {
        @Override
        E take() {
            return takeFirst();
        }
    }

    /** Last in, first out. */
    static final class Lifo<E extends @Nullable Object> extends ItemRing<E> {
        @Override
        E take() {
            return takeLast();
        }
    }
}
