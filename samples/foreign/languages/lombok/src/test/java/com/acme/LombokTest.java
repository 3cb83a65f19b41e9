package com.acme;

import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LombokTest {
    private final List<String> log = new ArrayList<>();
    private final Shop shop = Shop.builder().log(log).build();

    @Test
    void cleanupClosesWhenTheWorkIsDone() {
        assertEquals(7, run(shop.cleanup()));
        assertEquals(List.of("price tea", "closed"), log);
    }

    @Test
    void sneakyThrows() {
        assertEquals(6, run(shop.sneaky(false)));
        assertThrows(IOException.class, () -> run(shop.sneaky(true)));
    }

    @Test
    void nullIsToldWhenItIsAwaited() {
        assertThrows(NullPointerException.class, () -> run(shop.price(null)));
    }
}
