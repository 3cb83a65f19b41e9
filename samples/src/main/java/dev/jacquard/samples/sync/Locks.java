package dev.jacquard.samples.sync;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncLock;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/**
 * Three tasks change one account. An await between reading and writing lets the others in, and their updates get lost;
 * with a lock none does.
 *
 * <p>In Python: {@code async with lock:}.
 */
public final class Locks {
    private Locks() {}

    static final class Account {
        private final AsyncLock lock = new AsyncLock();
        private int balance;

        /** Whoever comes while it sleeps reads the old balance. */
        @Async
        Coroutine<Void> deposit(int amount) {
            int before = balance;
            await(sleep(50)); // the bank thinks
            balance = before + amount;
            return Coroutine.done();
        }

        /** The others wait at the door; it opens again however the block is left. */
        @Async
        Coroutine<Void> depositSafely(int amount) {
            try (var held = await(lock.acquire())) {
                await(deposit(amount));
            }
            return Coroutine.done();
        }
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        var racy = new Account();
        await(gather(racy.deposit(10), racy.deposit(20), racy.deposit(30)));
        System.out.println("without a lock: " + racy.balance + " of 60");

        var safe = new Account();
        await(gather(safe.depositSafely(10), safe.depositSafely(20), safe.depositSafely(30)));
        System.out.println("with a lock: " + safe.balance + " of 60");
        return Coroutine.done();
    }
}
