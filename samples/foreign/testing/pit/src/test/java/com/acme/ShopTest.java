package com.acme;

import static dev.jacquard.Asyncio.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacquard.testing.AsyncTest;
import org.junit.jupiter.api.Test;

/** Kills each mutant but one: nothing costs 10. */
class ShopTest {
    @AsyncTest
    void few() {
        assertEquals(7, await(new Shop().price(2)));
    }

    @AsyncTest
    void many() {
        assertEquals(15, await(new Shop().price(5)));
    }

    @AsyncTest
    void two() {
        StringBuilder notes = new StringBuilder();
        assertEquals(17, await(new Shop().two(2, notes)));
        assertEquals("710", notes.toString());
    }

    @Test
    void plain() {
        assertEquals(4, new Shop().plain(2));
    }
}
