package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.List;

/** A shop whose prices take a moment. */
public final class Shop {
    private final List<String> log;

    /** A shop that writes down what it does. */
    public Shop(List<String> log) {
        this.log = log;
    }

    /** One price, after a while. */
    @Async
    public Coroutine<Integer> price(String article) {
        log.add("ask " + article);
        await(sleep(20));
        log.add("got " + article);
        return Coroutine.of(article.length());
    }

    /** The sum of two prices, asked for at the same time. */
    @Async
    public Coroutine<Integer> total(String one, String other) {
        List<Integer> prices = await(gather(price(one), price(other)));
        return Coroutine.of(prices.get(0) + prices.get(1));
    }
}
