package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestClock;
import dev.jacquard.testing.schedules.ExploreSchedules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test kit, with JUnit's life cycle. */
class ShopAsyncTest {
    private final List<String> log = new ArrayList<>();
    private Shop shop;

    @BeforeEach
    @Async
    void open(TestClock clock) {
        await(clock.advance(Duration.ofDays(1)));
        shop = new Shop(log);
    }

    @AfterEach
    @Async
    void close() {
        await(sleep(1));
        assertEquals("ask tea", log.get(0));
    }

    @AsyncTest
    void pricesTakeNoTime(TestClock clock) {
        Task<Integer> price = createTask(shop.price("tea"));
        await(clock.allTasksBlocked());
        assertEquals(List.of("ask tea"), log);
        assertEquals(3, await(price));
        assertEquals(Duration.ofDays(1).plusMillis(20), clock.now());
    }

    @AsyncTest
    Coroutine<Void> mayReturnACoroutine() {
        assertEquals(7, await(shop.total("tea", "milk")));
        return Coroutine.done();
    }

    @ParameterizedTest
    @CsvSource({"tea, 3", "tea & milk, 10"})
    @AsyncSettings
    @Async
    void anyArticle(String article, int price) {
        assertEquals(3, await(shop.price("tea")));
        assertEquals(price, await(shop.price(article)));
    }

    @OwnTest
    void annotationsMayBeOnesOwn() {
        assertEquals(3, await(shop.price("tea")));
    }

    @Nested
    class Tills {
        private int sum;

        @Async
        Coroutine<Void> add(String article) {
            int price = await(shop.price(article));
            sum += price;
            return Coroutine.done();
        }

        @AsyncTest
        @ExploreSchedules(runs = 50)
        void nothingIsLost() {
            log.add("ask tea");
            await(gather(add("tea"), add("milk")));
            assertEquals(7, sum);
        }
    }
}
