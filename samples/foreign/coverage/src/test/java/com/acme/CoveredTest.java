package com.acme;

import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CoveredTest {
    @Test
    void runsAllButWhatSaysSo() {
        assertEquals("big", run(Covered.both()));
        assertEquals(0, run(Covered.sum(0)));
        assertEquals(3, Covered.plain(1) + Covered.plain(-1));
    }
}
