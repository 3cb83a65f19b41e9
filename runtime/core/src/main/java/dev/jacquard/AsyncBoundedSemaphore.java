package dev.jacquard;

/** A semaphore that refuses to be released more often than it was acquired. {@code asyncio.BoundedSemaphore}. */
public final class AsyncBoundedSemaphore extends AsyncSemaphore {
    private final int bound;

    /** A semaphore of one permit. */
    public AsyncBoundedSemaphore() {
        this(1);
    }

    /**
     * A semaphore.
     *
     * @param permits how many there are, 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    public AsyncBoundedSemaphore(int permits) {
        super(permits);
        bound = permits;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if all permits are free already
     */
    @Override
    public void release() {
        if (permits() >= bound) {
            throw new IllegalStateException("release() of "
                    + this
                    + ", whose permits are all free ("
                    + bound
                    + "): each release() needs an acquire() before it.");
        }
        super.release();
    }
}
