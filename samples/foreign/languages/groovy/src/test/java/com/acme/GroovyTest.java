package com.acme;

import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroovyTest {
    private final List<String> log = new ArrayList<>();
    private final Shop shop = new Shop(log);

    @Test
    void methodsAndDefaults() {
        assertEquals(5, run(shop.withDefaults()));
    }

    @Test
    void lambdasAndClosures() {
        assertEquals(14, run(shop.lambdas()));
        assertEquals(
                List.of("price tea", "price salt", "finally", "price salt", "finally"), log);
    }

    @Test
    void loops() {
        assertEquals(7, run(shop.loop()));
    }

    @Test
    void resourcesAreClosedWhenTheWorkIsDone() {
        assertEquals(3, run(shop.using()));
        assertEquals(List.of("price tea", "closed"), log);
    }
}
