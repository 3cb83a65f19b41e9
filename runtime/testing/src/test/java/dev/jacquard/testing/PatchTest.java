package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;

/** One method is replaced for a test, as {@code unittest.mock.patch} does it. */
class PatchTest {
    /** Somebody else's. */
    static final class Rates {
        private Rates() {}

        @Async
        static Coroutine<Double> of(String currency) {
            await(sleep(Duration.ofHours(1))); // asks a bank
            return Coroutine.of(1.0 / currency.length());
        }
    }

    static class Prices {
        @Async
        Coroutine<Double> of(String article) {
            await(sleep(Duration.ofHours(1)));
            return Coroutine.of((double) article.length());
        }

        @Async
        Coroutine<Double> inKronor(String article) {
            return Coroutine.of(await(of(article)) * await(Rates.of("SEK")));
        }
    }

    // doc: patch
    @AsyncTest
    void convertsAtTodaysRate(TestClock clock) {
        Prices prices = spy(new Prices()); // all its own, but for what is said here
        doReturn(Coroutine.of(2.0)).when(prices).of("tea");
        try (var rates = mockStatic(Rates.class)) { // until the block is left
            rates.when(() -> Rates.of("SEK")).thenReturn(Coroutine.of(11.5));
            assertThat(await(prices.inKronor("tea"))).isEqualTo(23.0);
            rates.verify(() -> Rates.of("SEK"));
        }
        verify(prices).of("tea");
        assertThat(clock.now()).isEqualTo(Duration.ZERO);
    }

    // end

    @AsyncTest
    void isOverWhenTheBlockIsLeft(TestClock clock) {
        try (var rates = mockStatic(Rates.class)) {
            rates.when(() -> Rates.of("SEK")).thenReturn(Coroutine.of(11.5));
            await(sleep(1)); // other steps of the same thread see it too
            assertThat(await(Rates.of("SEK"))).isEqualTo(11.5);
            // Mockito's statics are of one thread
            assertThat(await(await(toThread(() -> Rates.of("four"))))).isEqualTo(0.25);
        }
        assertThat(await(Rates.of("four"))).isEqualTo(0.25);
        assertThat(clock.now()).isEqualTo(Duration.ofHours(2).plusMillis(1));
    }
}
