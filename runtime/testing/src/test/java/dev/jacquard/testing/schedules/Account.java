package dev.jacquard.testing.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncLock;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/** Deposits that may be lost, or may not. */
final class Account {
    private final AsyncLock lock = new AsyncLock();
    private int balance;

    /** By FIFO nothing is lost: the second one reads after the first has written. */
    @Async
    static Coroutine<Void> twoDeposits() {
        Account a = new Account();
        await(gather(a.deposit(1, 0), a.deposit(1, 2)));
        if (a.balance != 2) {
            throw new AssertionError("an update is lost: " + a.balance);
        }
        return Coroutine.done();
    }

    /** Right for all amounts, if with a lock. */
    @Async
    static Coroutine<Void> deposits(List<Integer> amounts, boolean locked) {
        Account a = new Account();
        List<Coroutine<Void>> all = new ArrayList<>();
        int sum = 0;
        for (int amount : amounts) {
            sum += amount;
            all.add(locked ? a.depositLocked(amount) : a.deposit(amount, 2 * all.size()));
        }
        await(gather(all));
        if (a.balance != sum) {
            throw new AssertionError("an update is lost: " + a.balance + " and not " + sum);
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> deposit(int amount, int later) {
        for (int i = 0; i < later; i++) {
            await(sleep(0));
        }
        int before = balance;
        await(sleep(0));
        balance = before + amount;
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> depositLocked(int amount) {
        await(lock.acquire());
        try {
            await(deposit(amount, 0));
        } finally {
            lock.release();
        }
        return Coroutine.done();
    }
}
