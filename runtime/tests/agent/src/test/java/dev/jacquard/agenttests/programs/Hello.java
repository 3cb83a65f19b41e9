package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.List;

/** The main class is woven too. */
public final class Hello {
    private Hello() {}

    @Async
    static Coroutine<String> hello(String name) {
        await(sleep(1));
        return Coroutine.of("hello " + name);
    }

    public static void main(String[] args) {
        System.out.println(run(hello("you")));
        Shop shop = new Shop(1);
        System.out.println(run(shop.total(List.of("tea", "milk"))));
        System.out.println(run(shop.lambda()));
    }
}
