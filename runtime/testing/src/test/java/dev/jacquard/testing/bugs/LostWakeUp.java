package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncCondition;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** Looks before it holds the lock, and then waits for a signal that was given already. */
final class LostWakeUp {
    private final AsyncCondition condition = new AsyncCondition();
    private boolean ready;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        LostWakeUp door = new LostWakeUp();
        await(gather(fixed ? door.pass() : door.passCarelessly(), door.open()));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> passCarelessly() {
        if (!ready) {
            await(steps(1)); // writes a log
            await(condition.acquire());
            try {
                await(condition.waitAsync());
            } finally {
                condition.release();
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> pass() {
        await(steps(1));
        await(condition.acquire());
        try {
            await(condition.waitFor(() -> ready));
        } finally {
            condition.release();
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> open() {
        await(steps(2));
        await(condition.acquire());
        try {
            ready = true;
            condition.signalAll();
        } finally {
            condition.release();
        }
        return Coroutine.done();
    }
}
