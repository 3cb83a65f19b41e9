package dev.jacquard;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task awaits in a {@link WaitQueue}: the future and the queue's node in one. */
class Waiter extends Future<@Nullable Object> {
    final WaitQueue queue;

    /** Null at the first of the queue. */
    @Nullable
    Waiter previous;

    /** The first, at the last of the queue. */
    @Nullable
    Waiter next;

    /** One for the running loop. */
    Waiter(WaitQueue queue) {
        super(queue.bound().bind());
        this.queue = queue;
    }

    /** Lets its task go on. Only if it is {@link #isWaiting}. */
    void wake() {
        complete(DONE, null);
    }

    /** Neither woken nor cancelled. */
    boolean isWaiting() {
        return state == PENDING;
    }

    /** Whether it was woken, even if its task is cancelled before it goes on. */
    boolean isWoken() {
        return state == DONE;
    }

    @Override
    public boolean cancel(@Nullable String message) {
        boolean cancelled = super.cancel(message);
        if (cancelled) {
            queue.noteCancelled();
        }
        return cancelled;
    }

    @Override
    Collection<? extends Future<?>> dependsOn() {
        Task<?> holder = queue.holder();
        return holder == null ? List.of() : List.of(holder);
    }

    @Override
    String waitsFor() {
        Task<?> holder = queue.holder();
        return holder == null ? toString() : this + ", held by " + holder.getName();
    }

    @Override
    public String toString() {
        return queue.owner().toString();
    }
}
