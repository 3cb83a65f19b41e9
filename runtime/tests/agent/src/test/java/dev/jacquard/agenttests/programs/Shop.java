package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncCallable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.List;

/** Some shapes of async methods: instance, static, private, generic, a lambda, a loop, a handler. */
public class Shop {
    private final long discount;

    public Shop(long discount) {
        this.discount = discount;
    }

    @Async
    public Coroutine<Integer> total(List<String> articles) {
        int total = 0;
        for (String article : articles) {
            total += await(price(article));
        }
        try {
            await(missing());
        } catch (IOException e) {
            total += e.getMessage().length();
        }
        return Coroutine.of(total - (int) discount);
    }

    @Async
    private Coroutine<Integer> price(String article) {
        await(sleep(1));
        return Coroutine.of(article.length());
    }

    @Async
    static Coroutine<Void> missing() throws IOException {
        await(sleep(1));
        throw new IOException("none");
    }

    @Async
    public static <T> Coroutine<T> twice(AsyncCallable<T> work) {
        await(work.call());
        return work.call();
    }

    public Coroutine<Integer> lambda() {
        return twice(() -> Coroutine.of(await(price("ale")) + 1));
    }
}
