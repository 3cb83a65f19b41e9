package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** Run in a JVM of its own, by {@link Launches}. */
public class LaunchedCase {
    private int set;

    @BeforeEach
    @Async
    void before() {
        await(sleep(1));
        set = 1;
    }

    @AsyncTest
    void test() {
        await(sleep(Duration.ofDays(1)));
        System.out.println("woven " + set);
    }
}
