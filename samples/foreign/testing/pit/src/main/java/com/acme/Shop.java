package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** Prices with a discount. */
public class Shop {
    /** What some things cost; many are cheaper. */
    @Async
    public Coroutine<Integer> price(int n) {
        await(sleep(1));
        int price = n * 3;
        if (price > 10) {
            await(sleep(1));
            price = price - 1;
        }
        return Coroutine.of(price + 1);
    }

    /** Two of them, and notes. */
    @Async
    public Coroutine<Integer> two(int n, StringBuilder notes) {
        int first = await(price(n));
        note(notes, first);
        int second = await(price(n + 1));
        note(notes, second);
        return Coroutine.of(first + second);
    }

    private static void note(StringBuilder notes, int n) {
        notes.append(n);
    }

    /** A price without an await. */
    public int plain(int n) {
        return n + 2;
    }
}
