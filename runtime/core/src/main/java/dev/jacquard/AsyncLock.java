package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * Mutual exclusion of tasks: at most one holds the lock, and those that wait get it in the order in which they came.
 * {@code asyncio.Lock}.
 *
 * <p>Not reentrant, and owned by nobody: any task may release it. For the tasks of one loop, not for threads.
 */
public final class AsyncLock extends Source<Held> implements Releasable {
    private final WaitQueue waiters = new WaitQueue(this);
    private boolean locked;

    /** In debug mode, who has acquired it: an await graph tells. */
    private @Nullable Task<?> holder;

    /** An unlocked lock. */
    public AsyncLock() {}

    /**
     * Waits until the lock is unlocked, then locks it. Does not yield if nobody holds it or is about to.
     * {@code Lock.acquire}.
     *
     * <p>Awaiting the same coroutine again acquires the lock again.
     *
     * @return gives the lock back when it is closed
     * @throws CancelledError when awaited, if the task is cancelled meanwhile; then it does not hold the lock
     * @throws IllegalStateException when awaited, if it has to wait and has been waited for on another loop
     */
    // not @Async: see Attempt
    @Override
    public Coroutine<Held> acquire() {
        return taking();
    }

    @Override
    @Nullable
    Object takeOrWait(BaseDriver driver) throws Throwable {
        return acquire(driver);
    }

    private @Nullable Object acquire(BaseDriver driver) throws Throwable {
        return locked || waiters.isBusy() ? new LockAttempt(waiters).await(driver) : take();
    }

    @Override
    String taken() {
        return "AsyncLock.acquire";
    }

    /** It is unlocked, and nobody else is about to lock it. */
    Held take() {
        locked = true;
        if (Observer.listening) {
            holder = Current.loop("acquire()").currentTask();
            tellHolder(holder);
        }
        return new Held(this);
    }

    /** The lock must not stay free while others wait: who gives up may have been woken for it. */
    void giveUp() {
        if (!locked) {
            waiters.wakeHead();
        }
    }

    /**
     * Unlocks the lock, and wakes the first that waits for it. {@code Lock.release}.
     *
     * @throws IllegalStateException if it is not locked
     */
    @Override
    public void release() {
        checkThread();
        if (!locked) {
            throw new IllegalStateException(
                    "release() of " + this + ", which nobody holds: each release() needs an acquire() before it.");
        }
        locked = false;
        if (holder != null) {
            holder = null;
            tellHolder(null);
        }
        waiters.wakeHead();
    }

    @Override
    @Nullable
    Task<?> holder() {
        return holder;
    }

    /** Whether somebody holds it. {@code Lock.locked}. */
    public boolean isLocked() {
        return locked;
    }

    /**
     * Runs a body while it holds the lock. {@code async with lock}.
     *
     * @param body starts when the lock is acquired
     * @return the body's result
     * @throws X when awaited, what the body throws
     */
    public <T, X extends Exception> Coroutine<T> with(ThrowingAsyncCallable<T, X> body) throws X {
        return Held.during(this, body);
    }

    @Override
    public String toString() {
        return "AsyncLock[" + (locked ? "locked" : "unlocked") + waiters.describe() + "]";
    }
}
