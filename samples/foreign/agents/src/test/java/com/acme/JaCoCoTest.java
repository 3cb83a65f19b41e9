package com.acme;

import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JaCoCoTest {
    @Test
    void aCoveredMethodAwaits() {
        Shop shop = new Shop();
        assertEquals(6, run(shop.twice("tea")));
        assertEquals(4, run(shop.fixed("tea")));
        assertTrue(
                Arrays.stream(Shop.class.getDeclaredMethods())
                        .anyMatch(m -> m.getName().equals("$jacocoInit")),
                "JaCoCo is there");
    }
}
