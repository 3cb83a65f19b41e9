package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** Orders are paid by the bank. */
public class Shop {
    private final Bank bank;
    private int orders;

    /** A shop with a bank. */
    public Shop(Bank bank) {
        this.bank = bank;
    }

    /** Orders something. */
    @Async
    public Coroutine<String> order(int sum) {
        await(sleep(1));
        orders++;
        return Coroutine.of(await(bank.pay(sum)));
    }

    /** How many orders there were. */
    public int orders() {
        return orders;
    }
}
