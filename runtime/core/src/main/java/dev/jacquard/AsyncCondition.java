package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A lock whose holder can wait, giving the lock away meanwhile, until another task signals. {@code asyncio.Condition}.
 *
 * <pre>{@code
 * await(condition.with(() -> {
 *     await(condition.waitFor(() -> !items.isEmpty()));
 *     return Coroutine.of(items.remove());
 * }));
 * }</pre>
 *
 * <p>For the tasks of one loop, not for threads.
 */
public final class AsyncCondition extends LoopBound {
    private final AsyncLock lock;
    private final WaitQueue waiters = new WaitQueue(this);

    /** A condition with a lock of its own. */
    public AsyncCondition() {
        this(new AsyncLock());
    }

    /**
     * A condition of a lock that others use, too.
     *
     * @param lock the lock
     */
    public AsyncCondition(AsyncLock lock) {
        this.lock = Objects.requireNonNull(lock, "lock is null");
    }

    /** A part of something else, which is named where tasks wait for it. */
    AsyncCondition(Object shownAs) {
        super(shownAs);
        lock = new AsyncLock();
    }

    // ---- the lock ------------------------------------------------------------------------------

    /** {@link AsyncLock#acquire} of the lock. */
    public Coroutine<Held> acquire() {
        return lock.acquire();
    }

    /** {@link AsyncLock#release} of the lock. */
    public void release() {
        lock.release();
    }

    /** Whether somebody holds the lock. */
    public boolean isLocked() {
        return lock.isLocked();
    }

    /** {@link AsyncLock#with} of the lock. */
    public <T, X extends Exception> Coroutine<T> with(ThrowingAsyncCallable<T, X> body) throws X {
        return lock.with(body);
    }

    // ---- waiting -------------------------------------------------------------------------------

    /**
     * Releases the lock, waits until it is signalled, and acquires the lock again, also when it is cancelled.
     * {@code Condition.wait}.
     *
     * @throws CancelledError when awaited, if the task is cancelled meanwhile; a signal that it has got goes to another
     *     task
     * @throws IllegalStateException when awaited, if nobody holds the lock, or the condition has been waited for on
     *     another loop
     */
    @Async
    public Coroutine<Void> waitAsync() {
        requireLocked("waitAsync()");
        lock.checkThread(); // before it joins
        Waiter waiter = waiters.join();
        lock.release();
        Throwable failure = null;
        try {
            await(waiter);
        } catch (Throwable e) {
            failure = e;
        }
        waiters.leave(waiter);
        for (boolean again = true; again; ) {
            try {
                await(lock.acquire());
                again = false;
            } catch (Throwable e) {
                failure = e; // of several cancellations the last one counts
                again = e instanceof CancelledError;
            }
        }
        if (failure != null) {
            waiters.wake(1); // it may have been signalled: then another must not miss that
            throw Sneaky.sneak(failure);
        }
        return Coroutine.done();
    }

    /**
     * Waits until something is true: asks now, and again after each signal. {@code Condition.wait_for}.
     *
     * @param predicate is called while the lock is held
     * @throws CancelledError when awaited, as {@link #waitAsync}
     * @throws IllegalStateException when awaited, as {@link #waitAsync}
     */
    @Async
    public Coroutine<Void> waitFor(BooleanSupplier predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        while (!predicate.getAsBoolean()) {
            await(waitAsync());
        }
        return Coroutine.done();
    }

    // ---- signalling ----------------------------------------------------------------------------

    /**
     * Wakes one task that waits; it goes on when it gets the lock. {@code Condition.notify}.
     *
     * @throws IllegalStateException if nobody holds the lock
     */
    public void signal() {
        signal(1);
    }

    /**
     * Wakes some tasks that wait, first come, first served. {@code Condition.notify}.
     *
     * @param n how many at most; nobody if it is 0 or negative
     * @throws IllegalStateException if nobody holds the lock
     */
    public void signal(int n) {
        requireLocked("signal()");
        waiters.wake(n);
    }

    /**
     * Wakes all tasks that wait. {@code Condition.notify_all}.
     *
     * @throws IllegalStateException if nobody holds the lock
     */
    public void signalAll() {
        requireLocked("signalAll()");
        waiters.wakeAll();
    }

    private void requireLocked(String what) {
        checkThread();
        if (!lock.isLocked()) {
            throw new IllegalStateException(what
                    + " of "
                    + this
                    + ", whose lock nobody holds. Acquire it first:"
                    + " await(condition.with(() -> ...)).");
        }
    }

    @Override
    public String toString() {
        return "AsyncCondition[" + (lock.isLocked() ? "locked" : "unlocked") + waiters.describe() + "]";
    }
}
