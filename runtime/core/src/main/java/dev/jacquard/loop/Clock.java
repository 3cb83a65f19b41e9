package dev.jacquard.loop;

/** Tells a loop the time: the seam that tests replace by a {@link VirtualClock}. */
public interface Clock {
    /** The time in nanoseconds since some fixed origin; never runs backwards. Called on the loop's thread only. */
    long nanos();

    /**
     * Jumps forward instead of waiting; called when nothing is ready.
     *
     * @param nanos the time of the next timer
     * @return false if this clock cannot jump, so that the loop has to wait
     */
    default boolean jumpTo(long nanos) {
        return false;
    }

    /**
     * Told that nothing is ready and no work outside is known to be going on, before the loop jumps, waits or finds a
     * deadlock. May schedule something: that is run first.
     *
     * @param nextTimer the time of the next timer in nanoseconds; {@code Long.MAX_VALUE} if there is none
     */
    default void idle(long nextTimer) {}

    /** Whether time passes only by {@link #jumpTo}: then a loop in which nothing can happen any more is a deadlock. */
    default boolean isVirtual() {
        return false;
    }

    /** The system's monotonic clock, starting at 0 now. */
    static Clock system() {
        long origin = System.nanoTime();
        return () -> System.nanoTime() - origin;
    }
}
