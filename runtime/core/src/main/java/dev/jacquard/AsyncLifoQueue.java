package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * A queue that gives the item that was put last. {@code asyncio.LifoQueue}.
 *
 * @param <E> an item, which may be null
 */
public final class AsyncLifoQueue<E extends @Nullable Object> extends AsyncQueue<E> {
    /** A queue without bound. */
    public AsyncLifoQueue() {
        this(0);
    }

    /**
     * A queue.
     *
     * @param maxSize how many items it holds at most; 0 or less for no bound
     */
    public AsyncLifoQueue(int maxSize) {
        super(maxSize, new ItemRing.Lifo<>());
    }
}
