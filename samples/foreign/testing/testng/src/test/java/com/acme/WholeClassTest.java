package com.acme;

import static dev.jacquard.Asyncio.await;
import static org.testng.Assert.assertEquals;

import dev.jacquard.annotations.Async;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** The annotation at the class makes each public method a test. */
@Test
public class WholeClassTest {
    private int run;

    @Async
    public void awaits() {
        assertEquals(await(new Shop().price("tea")), 3);
        run++;
    }

    @AfterClass
    public void nothingWasLeftOut() {
        assertEquals(run, 1);
    }
}
