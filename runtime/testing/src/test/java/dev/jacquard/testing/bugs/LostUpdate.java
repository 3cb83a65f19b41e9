package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncLock;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** Reads, waits, writes back: what another has written meanwhile is lost. */
final class LostUpdate {
    private final AsyncLock lock = new AsyncLock();
    private int balance;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        LostUpdate account = new LostUpdate();
        await(gather(account.deposit(0, fixed), account.deposit(2, fixed)));
        check(account.balance == 2, "an update is lost: " + account.balance);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> deposit(int later, boolean fixed) {
        await(steps(later));
        if (!fixed) {
            return add();
        }
        await(lock.acquire());
        try {
            await(add());
        } finally {
            lock.release();
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> add() {
        int before = balance;
        await(steps(1));
        balance = before + 1;
        return Coroutine.done();
    }
}
