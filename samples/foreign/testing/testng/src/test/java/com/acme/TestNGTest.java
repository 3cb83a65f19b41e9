package com.acme;

import static dev.jacquard.Asyncio.await;
import static org.testng.Assert.assertEquals;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTester;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** TestNG's tests that await, each on a loop of its own with virtual time. */
public class TestNGTest {
    private int run;

    @Test
    @Async
    public void awaits() {
        assertEquals(await(new Shop().price("tea")), 3);
        run++;
    }

    @DataProvider
    public Object[][] articles() {
        return new Object[][] {{"tea", 3}, {"milk", 4}};
    }

    // doc: arguments
    @Test(dataProvider = "articles")
    @Async
    public void hasArguments(String article, int price) {
        assertEquals(await(new Shop().price(article)), price);
        run++;
    }

    // end

    @Test
    public void callsATester() {
        try (AsyncTester tester = AsyncTester.builder().build()) {
            int price = tester.run(() -> Coroutine.of(await(new Shop().price("tea"))));
            assertEquals(price, 3);
            run++;
        }
    }

    @AfterClass
    public void nothingWasLeftOut() {
        assertEquals(run, 4);
    }
}
