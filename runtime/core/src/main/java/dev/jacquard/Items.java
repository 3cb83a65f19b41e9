package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * The items in a queue: their order is what tells the kinds of queues apart.
 *
 * @param <E> an item
 */
abstract class Items<E extends @Nullable Object> {
    static final int MIN_CAPACITY = 8;

    /** How many there are. */
    int size;

    /** Throws if such an item can never be added. */
    void check(E item) {}

    /** Adds an item, or throws and changes nothing. */
    abstract void add(E item);

    /** Takes the item whose turn it is out; there is one. */
    abstract E take();

    /** Drops all. */
    abstract void clear();
}
