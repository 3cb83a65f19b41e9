package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait, first come, first served: what every primitive and queue is built on.
 *
 * <pre>
 *   first ◀──▶ … ◀──▶ candidate ◀──▶ … ◀──▶ last
 *   └── woken or cancelled ──┘└── waiting, some cancelled ──┘
 * </pre>
 *
 * <p>A waiter stays in the queue until its task goes on and calls {@link #leave}, as in CPython:
 * until then one that was woken keeps others from jumping the queue, and one that was cancelled at
 * the head passes on what it might have been given. That order of events is visible to users.
 */
final class WaitQueue {
    private final LoopBound owner;
    private @Nullable Waiter first;
    private @Nullable Waiter last;

    /** All before it are woken or cancelled; so waking looks at each waiter once. */
    private @Nullable Waiter candidate;

    private int size;
    private int cancelled;

    WaitQueue(LoopBound owner) {
        this.owner = owner;
    }

    Object owner() {
        return owner.shownAs();
    }

    // ---- waiting -------------------------------------------------------------------------------

    /**
     * A new waiter at the end of the queue, for the running loop. Who gets it awaits it and then
     * calls {@link #leave}, however that ended.
     *
     * @throws IllegalStateException if no loop is running, or not the one to which the owner is
     *     bound
     */
    Waiter join() {
        Waiter waiter = new Waiter(owner.bind(), this);
        Waiter l = last;
        if (l == null) {
            first = waiter;
        } else {
            waiter.previous = l;
            l.next = waiter;
        }
        last = waiter;
        if (candidate == null) {
            candidate = waiter;
        }
        size++;
        return waiter;
    }

    /** Takes a waiter out of the queue. */
    void leave(Waiter waiter) {
        Waiter p = waiter.previous;
        Waiter n = waiter.next;
        if (p == null) {
            first = n;
        } else {
            p.next = n;
            waiter.previous = null;
        }
        if (n == null) {
            last = p;
        } else {
            n.previous = p;
            waiter.next = null;
        }
        if (candidate == waiter) {
            candidate = n;
        }
        size--;
        if (waiter.isCancelled()) {
            cancelled--;
        }
    }

    void noteCancelled() {
        cancelled++;
    }

    // ---- waking --------------------------------------------------------------------------------

    /**
     * Wakes the head of the queue. One that was woken or cancelled before is about to go on, and
     * passes on what it does not take.
     */
    void wakeHead() {
        Waiter head = first;
        if (head != null && head.isWaiting()) {
            candidate = head.next;
            head.wake();
        }
    }

    /**
     * Wakes the first that waits.
     *
     * @return false if nobody does
     */
    boolean wakeNext() {
        return candidate != null && wakeFrom(candidate);
    }

    private boolean wakeFrom(Waiter start) {
        for (Waiter w = start; w != null; w = w.next) {
            if (w.isWaiting()) {
                candidate = w.next;
                w.wake();
                return true;
            }
        }
        candidate = null;
        return false;
    }

    /** Wakes the first n that wait. */
    void wake(int n) {
        for (int i = 0; i < n && wakeNext(); i++) {}
    }

    /** Wakes all that wait. */
    void wakeAll() {
        while (wakeNext()) {}
    }

    // ---- asking --------------------------------------------------------------------------------

    /** Whether somebody is in the queue who was not cancelled; one who was woken counts. */
    boolean isBusy() {
        return size != cancelled;
    }

    int size() {
        return size;
    }

    /** For {@code toString}: {@code ", waiters:n"} if there are any. */
    String describe() {
        return size == 0 ? "" : ", waiters:" + size;
    }
}
