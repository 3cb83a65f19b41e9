package com.acme;

import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalaTest {
    private final List<String> log = new ArrayList<>();
    private final Shop shop = new Shop(log);

    @Test
    void methodsAndObjects() {
        assertEquals(7, run(shop.sum()));
        assertEquals("open", run(Shop.open()));
    }

    @Test
    void lambdas() {
        assertEquals(23, run(shop.lambdas()));
        assertEquals(4, run(shop.byName()));
    }

    @Test
    void loops() {
        assertEquals(7, run(shop.loop()));
    }

    @Test
    void tryIsAnExpression() {
        assertEquals("sold out", run(shop.caught()));
        assertEquals(List.of("finally"), log);
    }
}
