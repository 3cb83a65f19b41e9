package dev.jacquard;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait, first come, first served: what every primitive and queue is built on.
 *
 * <pre>
 *   first ◀──▶ … ◀──▶ passed ◀──▶ … ◀──▶ last
 *   └─ woken or cancelled ─┘      └─ waiting, or cancelled
 * </pre>
 *
 * <p>A waiter stays in the queue until its task goes on and calls {@link #leave}, as in CPython: until then one that
 * was woken keeps others from jumping the queue, and one that was cancelled at the head passes on what it might have
 * been given. That order of events is visible to users.
 */
// The queue is old and the waiters are young: each reference to one that is stored here costs the
// collector's barrier. So there is but one per wait, the last: it knows the first.
final class WaitQueue {
    private final LoopBound owner;

    private @Nullable Waiter last;

    /** It and all before it are woken or cancelled. Null if the first is the one to look at. */
    private @Nullable Waiter passed;

    private int size;
    private int waiting;
    private int cancelled;

    WaitQueue(LoopBound owner) {
        this.owner = owner;
    }

    Object owner() {
        return owner.shownAs();
    }

    /** What this queue is a part of. */
    LoopBound bound() {
        return owner;
    }

    @Nullable
    Task<?> holder() {
        return owner.holder();
    }

    // ---- waiting -------------------------------------------------------------------------------

    /**
     * A new waiter at the end of the queue, for the running loop. Who gets it awaits it and then calls {@link #leave},
     * however that ended.
     *
     * @throws IllegalStateException if no loop is running, or not the one to which the owner is bound
     */
    Waiter join() {
        Waiter waiter = new Waiter(this);
        join(waiter);
        return waiter;
    }

    /** Puts a waiter that is not in the queue at its end. */
    void join(Waiter waiter) {
        Waiter l = last;
        if (l == null) {
            waiter.next = waiter;
        } else {
            waiter.next = l.next;
            waiter.previous = l;
            l.next = waiter;
        }
        last = waiter;
        size++;
        waiting++;
    }

    /** Takes a waiter out of the queue. */
    void leave(Waiter waiter) {
        size--;
        if (waiter.isCancelled()) {
            cancelled--;
        } else if (waiter.isWaiting()) {
            waiting--;
        }
        if (size == 0) {
            last = null;
            passed = null;
        } else {
            unlink(waiter);
        }
    }

    private void unlink(Waiter waiter) {
        Waiter l = Objects.requireNonNull(last);
        Waiter p = waiter.previous;
        Waiter n = Objects.requireNonNull(waiter.next);
        if (passed == waiter) {
            passed = p;
        }
        if (p == null) {
            l.next = n;
        } else {
            p.next = n;
        }
        if (waiter == l) {
            last = p;
        } else {
            n.previous = p;
        }
        waiter.next = null; // else a chain of old ones would hold the new ones
        waiter.previous = null;
    }

    void noteCancelled() {
        waiting--;
        cancelled++;
    }

    // ---- waking --------------------------------------------------------------------------------

    /**
     * Wakes the head of the queue. One that was woken or cancelled before is about to go on, and passes on what it does
     * not take.
     */
    void wakeHead() {
        Waiter l = last;
        if (l != null) {
            Waiter head = Objects.requireNonNull(l.next);
            if (head.isWaiting()) {
                wake(head);
            }
        }
    }

    /**
     * Wakes the first that waits.
     *
     * @return false if nobody does
     */
    boolean wakeNext() {
        if (waiting == 0) {
            return false;
        }
        Waiter w = Objects.requireNonNull((passed == null ? last : passed)).next;
        while (!Objects.requireNonNull(w).isWaiting()) {
            w = w.next;
        }
        wake(w);
        if (w.previous != null) { // else it is the first: looking at it again is cheap
            passed = w;
        }
        return true;
    }

    private void wake(Waiter waiter) {
        waiting--;
        waiter.wake();
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
