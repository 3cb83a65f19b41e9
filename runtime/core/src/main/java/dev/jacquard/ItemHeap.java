package dev.jacquard;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Items, the least first; of equal ones the one that CPython's {@code heapq} would give, so that programs behave the
 * same.
 *
 * <p>Comparing is the users' code and may throw: so it is done before anything is moved.
 */
final class ItemHeap<E> extends Items<E> {
    /** Null for the natural order. */
    private final @Nullable Comparator<? super E> order;

    private @Nullable Object[] heap = new Object[MIN_CAPACITY];

    ItemHeap(@Nullable Comparator<? super E> order) {
        this.order = order;
    }

    @Override
    void check(E item) {
        Objects.requireNonNull(item, "item: a priority queue cannot order null");
        if (order == null && !(item instanceof Comparable)) {
            throw new ClassCastException(
                    "A " + item.getClass().getName() + " is not Comparable: give the AsyncPriorityQueue a Comparator");
        }
    }

    @Override
    void add(E item) {
        check(item);
        int position = size;
        while (position > 0 && isLess(item, at(parent(position)))) {
            position = parent(position);
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, Math.multiplyExact(size, 2));
        }
        for (int p = size++; p != position; p = parent(p)) {
            heap[p] = heap[parent(p)];
        }
        heap[position] = item;
    }

    /**
     * The last item goes to where the first is missing: down along the lesser children to a leaf, then up as far as it
     * has to, which takes fewer comparisons than looking for its place on the way down.
     */
    @Override
    E take() {
        E result = at(0);
        int end = size - 1;
        E last = at(end);
        int position = lesserLeaf(end);
        while (position > 0 && isLess(last, at(position))) {
            position = parent(position);
        }
        shiftUp(position);
        heap[position] = last;
        heap[end] = null;
        size = end;
        return result;
    }

    /** The leaf at which one arrives from the root by always going to the lesser child. */
    private int lesserLeaf(int end) {
        int p = 0;
        for (int child = 1; child < end; child = 2 * p + 1) {
            int right = child + 1;
            p = right < end && !isLess(at(child), at(right)) ? right : child;
        }
        return p;
    }

    /** Moves the items on the way from the root to a position one level up each. */
    private void shiftUp(int position) {
        Object carried = heap[position];
        for (int p = position; p > 0; p = parent(p)) {
            Object above = heap[parent(p)];
            heap[parent(p)] = carried;
            carried = above;
        }
    }

    @Override
    void clear() {
        Arrays.fill(heap, 0, size, null);
        size = 0;
    }

    private static int parent(int position) {
        return (position - 1) >> 1;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // there is one
    private E at(int position) {
        return (E) heap[position];
    }

    @SuppressWarnings("unchecked")
    private boolean isLess(E one, E other) {
        return order == null ? ((Comparable<? super E>) one).compareTo(other) < 0 : order.compare(one, other) < 0;
    }
}
