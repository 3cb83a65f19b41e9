package dev.jacquard;

import java.util.Comparator;
import java.util.Objects;

/**
 * A queue that gives the least item. {@code asyncio.PriorityQueue}.
 *
 * <p>Of equal items any may come first. Null cannot be ordered: putting it is a {@link NullPointerException}. What
 * comparing throws, putting or getting throws, and the queue is as it was.
 *
 * @param <E> an item
 */
public final class AsyncPriorityQueue<E> extends AsyncQueue<E> {
    /** A queue without bound, in the items' natural order. */
    public AsyncPriorityQueue() {
        this(0);
    }

    /**
     * A queue in the items' natural order; they are {@link Comparable}.
     *
     * @param maxSize how many items it holds at most; 0 or less for no bound
     */
    public AsyncPriorityQueue(int maxSize) {
        super(maxSize, new ItemHeap<>(null));
    }

    /**
     * A queue without bound.
     *
     * @param order tells which of two items comes first
     */
    public AsyncPriorityQueue(Comparator<? super E> order) {
        this(0, order);
    }

    /**
     * A queue.
     *
     * @param maxSize how many items it holds at most; 0 or less for no bound
     * @param order tells which of two items comes first
     */
    public AsyncPriorityQueue(int maxSize, Comparator<? super E> order) {
        super(maxSize, new ItemHeap<>(Objects.requireNonNull(order, "order is null")));
    }
}
