package com.acme;

import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AspectJTest {
    private final Shop shop = new Shop();

    @BeforeEach
    void clear() {
        Counting.CALLS.clear();
    }

    @Test
    void anAdvisedMethodAwaits() {
        for (int i = 0; i < 3; i++) {
            Counting.CALLS.clear();
            assertEquals(6, run(shop.twice("tea")));
            assertEquals(List.of("twice", "price", "before", "price", "before"), Counting.CALLS);
        }
    }

    @Test
    void soDoStaticFinalAndPrivateOnes() {
        assertEquals(4, run(shop.fixed("tea")));
        assertEquals(List.of("fixed", "open", "hidden", "price", "before"), Counting.CALLS);
        assertEquals(1, shop.closed);
    }
}
