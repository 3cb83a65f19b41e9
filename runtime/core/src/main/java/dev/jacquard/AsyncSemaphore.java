package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;

/**
 * A number of permits: each {@link #acquire} takes one and waits while there is none, in the order in which the tasks
 * came; each {@link #release} adds one. {@code asyncio.Semaphore}.
 *
 * <p>Releasing more often than acquiring is legal; {@link AsyncBoundedSemaphore} forbids it. For the tasks of one loop,
 * not for threads.
 */
public class AsyncSemaphore extends LoopBound implements Releasable {
    private final WaitQueue waiters = new WaitQueue(this);

    /** Permits that are neither held nor promised to a waiter that was woken. */
    private int permits;

    /** A semaphore of one permit. */
    public AsyncSemaphore() {
        this(1);
    }

    /**
     * A semaphore.
     *
     * @param permits how many there are at first, 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    public AsyncSemaphore(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("A semaphore begins with 0 permits or more, not " + permits);
        }
        this.permits = permits;
    }

    /**
     * Takes a permit, and waits for one while there is none or others wait. {@code Semaphore.acquire}.
     *
     * @return gives the permit back when it is closed
     * @throws CancelledError when awaited, if the task is cancelled meanwhile; then it has no permit
     * @throws IllegalStateException when awaited, if it has to wait and has been waited for on another loop
     */
    @Async
    @Override
    public final Coroutine<Held> acquire() {
        if (isLocked()) {
            Waiter waiter = waiters.join();
            try {
                await(waiter);
            } catch (Throwable e) {
                giveUp(waiter);
                throw e;
            }
            waiters.leave(waiter);
            passOn();
        } else {
            permits--;
        }
        return Coroutine.of(new Held(this));
    }

    /** One that was woken has been given its permit. */
    private void giveUp(Waiter waiter) {
        waiters.leave(waiter);
        if (waiter.isWoken()) {
            permits++;
        }
        passOn();
    }

    /** Whoever came while others waited had to wait too, though there may have been permits. */
    private void passOn() {
        while (permits > 0 && wakeNext()) {}
    }

    private boolean wakeNext() {
        if (!waiters.wakeNext()) {
            return false;
        }
        permits--;
        return true;
    }

    /**
     * Gives a permit back, or adds one, and wakes the first that waits. {@code Semaphore.release}.
     *
     * @throws IllegalStateException if there are too many
     */
    @Override
    public void release() {
        checkThread();
        if (permits == Integer.MAX_VALUE) {
            throw new IllegalStateException("release() of " + this + ": more permits than an int");
        }
        permits++;
        wakeNext();
    }

    /** Whether {@link #acquire} would wait. {@code Semaphore.locked}. */
    public final boolean isLocked() {
        return permits == 0 || waiters.isBusy();
    }

    /**
     * How many permits are free: neither held nor promised to a task that was woken for one. {@code _value} in Python.
     */
    public final int permits() {
        return permits;
    }

    /**
     * Runs a body while it has a permit. {@code async with semaphore}.
     *
     * @param body starts when the permit is acquired
     * @return the body's result
     * @throws X when awaited, what the body throws
     */
    public final <T, X extends Exception> Coroutine<T> with(ThrowingAsyncCallable<T, X> body) throws X {
        return Held.during(this, body);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName()
                + "["
                + (isLocked() ? "locked" : "unlocked, permits:" + permits)
                + waiters.describe()
                + "]";
    }
}
