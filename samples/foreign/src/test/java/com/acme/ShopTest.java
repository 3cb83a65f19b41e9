package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacquard.Coroutine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopTest {
    private final List<String> log = new ArrayList<>();
    private final Shop shop = new Shop(log);

    @Test
    void bothPricesAreAskedForBeforeTheFirstIsThere() {
        assertEquals(7, run(shop.total("tea", "milk")));
        assertEquals(List.of("ask tea", "ask milk", "got tea", "got milk"), log);
    }

    @Test
    void aTestsOwnLambdaIsWovenToo() {
        int doubled = run(() -> Coroutine.of(2 * await(shop.price("tea"))));
        assertEquals(6, doubled);
    }
}
