package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** A shop that other agents look into. */
public class Shop {
    @Async
    public Coroutine<Integer> price(String article) {
        await(sleep(1));
        return Coroutine.of(article.length());
    }

    @Async
    public Coroutine<Integer> twice(String article) {
        int first = await(price(article));
        return Coroutine.of(first + await(price(article)));
    }

    @Async
    public final Coroutine<Integer> fixed(String article) {
        return Coroutine.of(await(open(article)) + await(hidden(article)));
    }

    @Async
    public static Coroutine<Integer> open(String article) {
        await(sleep(1));
        return Coroutine.of(1);
    }

    @Async
    private Coroutine<Integer> hidden(String article) {
        try {
            return price(article);
        } finally {
            closed++;
        }
    }

    int closed;
}
