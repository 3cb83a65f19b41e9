package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.List;
import lombok.Builder;
import lombok.Cleanup;
import lombok.NonNull;
import lombok.SneakyThrows;
import lombok.val;

/** A shop with Lombok. */
@Builder
public final class Shop {
    private final List<String> log;

    @Builder.Default private final int factor = 2;

    /** What is closed by waiting. */
    record Till(List<String> log) implements AsyncCloseable {
        @Async
        @Override
        public Coroutine<Void> closeAsync() {
            await(sleep(1));
            log.add("closed");
            return Coroutine.done();
        }
    }

    @Async
    public Coroutine<Integer> price(@NonNull String article) {
        await(sleep(1));
        log.add("price " + article);
        return Coroutine.of(article.length() * factor);
    }

    @Async
    public Coroutine<Integer> cleanup() {
        @Cleanup val till = new Till(log);
        val price = await(price("tea"));
        return Coroutine.of(price + till.log().size());
    }

    @SneakyThrows
    @Async
    public Coroutine<Integer> sneaky(boolean fails) {
        int price = await(price("tea"));
        if (fails) {
            throw new IOException("sold out");
        }
        return Coroutine.of(price);
    }
}
