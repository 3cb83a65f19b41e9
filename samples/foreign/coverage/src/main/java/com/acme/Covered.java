package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;

/** The test runs all lines and branches but those that say so. */
public class Covered {
    @Async
    static Coroutine<Integer> sum(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            s += await(sleep(Duration.ofMillis(1), i));
            if (i == 1) {
                s += 10;
            } else {
                s += 20;
            }
        }
        return Coroutine.of(s);
    }

    @Async
    static Coroutine<String> both() {
        int a = await(sum(2));
        String t = a > 5 ? "big" : "small"; // never small
        try {
            await(sleep(1));
            throw new IllegalStateException(t);
        } catch (IllegalStateException e) {
            await(sleep(1));
            return Coroutine.of(e.getMessage());
        }
    }

    @Async
    static Coroutine<Integer> neverCalled(int n) {
        await(sleep(n)); // never
        return Coroutine.of(n); // never
    }

    static int plain(int n) {
        return n > 0 ? 1 : 2;
    }
}
