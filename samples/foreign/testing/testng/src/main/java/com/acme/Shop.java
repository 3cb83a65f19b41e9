package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;

/** A shop that thinks for a day. */
public class Shop {
    /** A price, a day later. */
    @Async
    public Coroutine<Integer> price(String article) {
        await(sleep(Duration.ofDays(1)));
        return Coroutine.of(article.length());
    }
}
