package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;

/**
 * A flag for which tasks can wait: {@link #set} wakes all of them. {@code asyncio.Event}.
 *
 * <p>For the tasks of one loop, not for threads.
 */
public final class AsyncEvent extends LoopBound {
    private final WaitQueue waiters = new WaitQueue(this);
    private boolean set;

    /** An event that is not set. */
    public AsyncEvent() {}

    /** Sets the flag; all that wait go on, even if it is cleared before they do. */
    public void set() {
        checkThread();
        if (!set) {
            set = true;
            waiters.wakeAll();
        }
    }

    /** Clears the flag: tasks that wait from now on wait until it is set again. */
    public void clear() {
        checkThread();
        set = false;
    }

    /** Whether the flag is set. */
    public boolean isSet() {
        return set;
    }

    /**
     * Waits until the flag is set; does not yield if it is. {@code Event.wait}.
     *
     * @throws CancelledError when awaited, if the task is cancelled meanwhile
     * @throws IllegalStateException when awaited, if it has to wait and has been waited for on another loop
     */
    @Async
    public Coroutine<Void> waitAsync() {
        if (!set) {
            Waiter waiter = waiters.join();
            try {
                await(waiter);
            } finally {
                waiters.leave(waiter);
            }
        }
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "AsyncEvent[" + (set ? "set" : "unset") + waiters.describe() + "]";
    }
}
