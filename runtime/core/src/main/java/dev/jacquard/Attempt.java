package dev.jacquard;

import dev.jacquard.woven.Woven;
import org.jspecify.annotations.Nullable;

/**
 * A waiter that does, when its task goes on, what the task has waited for: takes the lock, or the item.
 *
 * <p>What asyncio's {@code acquire} and {@code get} do after their await. As {@code @Async} methods they would make a
 * frame for each wait, which is resumed only to hand its result to the call that awaits; so that call is resumed
 * directly, and not at all if the attempt is in vain.
 */
abstract class Attempt extends Waiter {
    Attempt(WaitQueue queue) {
        super(queue);
    }

    /** Joins the queue, for the running task. */
    final @Nullable Object await(BaseDriver driver) throws Throwable {
        queue.join(this);
        try {
            return driver.awaitFuture(this);
        } catch (Throwable e) { // nobody waits, then
            queue.leave(this);
            throw e;
        }
    }

    @Override
    final @Nullable Object taken(Task<?> by, boolean cancelled) {
        queue.leave(this);
        if (cancelled || state != DONE) {
            giveUp();
            return super.taken(by, cancelled);
        }
        try {
            return attempt(by);
        } catch (Throwable e) {
            return Woven.thrownFor(e, Attempt.class, by.frame(), loop.driver);
        }
    }

    /** After an attempt in vain: joins the queue again, at its end. */
    final Object waitAgain(Task<?> by) {
        state = PENDING;
        queue.join(this);
        by.waitFor(this);
        return Task.NEVER;
    }

    /**
     * It was woken and has left the queue.
     *
     * @return what the call gets that awaits, or what {@link #waitAgain} gives
     */
    abstract @Nullable Object attempt(Task<?> by);

    /** It was cancelled, perhaps after it was woken: then another one must not miss that. */
    abstract void giveUp();
}
