package com.acme;

import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KotlinTest {
    private final List<String> log = new ArrayList<>();
    private final Shop shop = new Shop(log);

    @Test
    void functionsMethodsAndDefaults() {
        assertEquals(11, run(shop.withDefaults()));
        assertEquals(6, run(ShopKt.topLevel(shop)));
        assertEquals("open", run(Shop.open()));
    }

    @Test
    void lambdas() {
        assertEquals(20, run(shop.lambdas()));
        assertEquals(List.of("price tea", "price salt", "finally"), log);
        assertEquals(7, run(shop.function()));
        assertEquals(14, run(shop.inline()));
        assertEquals(7, run(shop.local()));
    }

    @Test
    void loops() {
        assertEquals(14, run(shop.loop()));
        assertEquals(7, run(shop.bounded(shop.articles())));
    }

    @Test
    void useClosesWhenTheWorkIsDone() {
        assertEquals(6, run(shop.using()));
        assertEquals(List.of("price tea", "closed"), log);
        assertEquals("empty [stuck]", run(shop.usingFails()));
    }

    @Test
    void tryIsAnExpression() {
        assertEquals(6, run(shop.tryIsAnExpression()));
        assertEquals(List.of("price tea", "finally"), log);
    }
}
