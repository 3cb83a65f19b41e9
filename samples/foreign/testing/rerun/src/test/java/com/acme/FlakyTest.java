package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fails the first time only: the build passes because each is found again. */
class FlakyTest {
    private static final AtomicInteger PLAIN = new AtomicInteger();
    private static final AtomicInteger RETURNING = new AtomicInteger();
    private static final AtomicInteger PARAMETERISED = new AtomicInteger();
    private static final AtomicInteger NESTED = new AtomicInteger();

    @AsyncTest
    void flaky() {
        await(sleep(1));
        assertNotEquals(1, PLAIN.incrementAndGet());
    }

    @AsyncTest
    Coroutine<Void> returning() {
        await(sleep(1));
        assertNotEquals(1, RETURNING.incrementAndGet());
        return Coroutine.done();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @AsyncSettings
    @Async
    void parameterised(int n) {
        await(sleep(n));
        assertNotEquals(1, PARAMETERISED.incrementAndGet());
    }

    @Nested
    class Deeper {
        @AsyncTest
        void nested() {
            await(sleep(1));
            assertNotEquals(1, NESTED.incrementAndGet());
        }
    }
}
