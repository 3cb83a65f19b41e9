package dev.jacquard.loop;

/** Waits for what comes from outside a loop: the seam at which I/O is put in. */
public interface Poller {
    /**
     * Handles outside events, and waits for the first one if it may. May return early, for no reason.
     *
     * @param timeoutNanos how long to wait at most: 0 is not at all, negative is without limit
     */
    void poll(long timeoutNanos);

    /**
     * Makes the current or the next waiting {@link #poll} return at once. Callable from any thread, also after
     * {@link #close}, when it does nothing.
     */
    void wakeup();

    /** Whether {@link #poll} is to be called in each round, also when jobs are ready. */
    default boolean hasEvents() {
        return true;
    }

    /**
     * Whether any event can come. On a virtual clock, a loop that has nothing to do and to which nothing can come has
     * come to a deadlock, and says so instead of polling for ever.
     */
    default boolean mayHaveEvents() {
        return hasEvents();
    }

    /** Gives back what the poller holds; called when its loop is closed. */
    default void close() {}

    /** The poller of a loop without I/O: parks the thread. */
    static Poller parking() {
        return new ParkPoller();
    }
}
