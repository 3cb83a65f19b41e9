package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.schedules.ExploreSchedules;
import dev.jacquard.testing.schedules.ExploreSchedules.Kind;

/** Tests that fail under some schedules; run by another test. */
public class DepositCases {
    /** Loses an update if its reader and its writer are parted. */
    static final class Account {
        int balance;

        @Async
        Coroutine<Void> deposit(int amount, int steps) {
            for (int i = 0; i < steps; i++) {
                await(sleep(0));
            }
            int before = balance;
            await(sleep(0));
            balance = before + amount;
            return Coroutine.done();
        }
    }

    private final Account account = new Account();

    @AsyncTest
    @ExploreSchedules(runs = 1000)
    void lost() {
        await(gather(account.deposit(1, 0), account.deposit(2, 2)));
        assertEquals(3, account.balance);
    }

    @AsyncTest
    @ExploreSchedules(runs = 1000, strategy = Kind.PCT, seed = 3)
    Coroutine<Void> lostToo() {
        await(gather(account.deposit(1, 0), account.deposit(2, 2)));
        assertEquals(3, account.balance);
        return Coroutine.done();
    }

    @AsyncTest
    @ExploreSchedules(schedule = "2,3")
    void onlyOne() {
        await(gather(account.deposit(1, 0), account.deposit(2, 2)));
        assertEquals(3, account.balance);
    }

    @AsyncTest
    void plainly() {
        await(gather(account.deposit(1, 0), account.deposit(2, 2)));
        assertEquals(3, account.balance);
    }
}
