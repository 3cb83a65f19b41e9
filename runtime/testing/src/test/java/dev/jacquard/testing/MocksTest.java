package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.time.Duration;

/** Mockito's mocks of methods that return coroutines. */
class MocksTest {
    interface Bank {
        Coroutine<String> pay(int sum) throws IOException;
    }

    /** What is tested: asks the bank, twice if it is slow, and takes no for an answer. */
    static class Shop {
        private final Bank bank;

        Shop(Bank bank) {
            this.bank = bank;
        }

        @Async
        Coroutine<String> order(int sum) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return Coroutine.of(await(waitFor(bank.pay(sum), Duration.ofSeconds(5))));
                } catch (AsyncTimeoutException e) {
                    if (attempt == 2) {
                        return Coroutine.of("the bank does not answer");
                    }
                } catch (IOException e) {
                    return Coroutine.of("no: " + e.getMessage());
                }
            }
        }

        @Async
        Coroutine<Integer> items() {
            await(sleep(1));
            return Coroutine.of(3);
        }
    }

    // doc: mocks
    @AsyncTest
    void asksTwiceWhenTheBankIsSlow(TestClock clock) throws IOException {
        Bank bank = mock();
        when(bank.pay(12))
                .thenAnswer(AsyncAnswers.neverFinishes())
                .thenAnswer(AsyncAnswers.returnsAfter(Duration.ofSeconds(2), "paid"));
        when(bank.pay(13)).thenAnswer(AsyncAnswers.throwsWhenAwaited(new IOException("no money")));

        assertThat(await(new Shop(bank).order(12))).isEqualTo("paid");
        assertThat(clock.now()).isEqualTo(Duration.ofSeconds(7));
        assertThat(await(new Shop(bank).order(13))).isEqualTo("no: no money");
        verify(bank).pay(13);
    }

    // end

    @AsyncTest
    void givesUp() throws IOException {
        Bank bank = mock();
        when(bank.pay(1)).thenAnswer(AsyncAnswers.neverFinishes());
        assertThat(await(new Shop(bank).order(1))).isEqualTo("the bank does not answer");
    }

    @AsyncTest
    void failsLater(TestClock clock) throws IOException {
        Bank bank = mock();
        when(bank.pay(1)).thenAnswer(AsyncAnswers.throwsAfter(Duration.ofSeconds(3), new IOException("late")));
        assertThat(await(new Shop(bank).order(1))).isEqualTo("no: late");
        assertThat(clock.now()).isEqualTo(Duration.ofSeconds(3));
    }

    /** A woven class's own method, mocked: callers enter the mock, not the body. */
    @AsyncTest
    void aWovenMethodIsMocked() {
        Shop shop = mock();
        when(shop.items()).thenAnswer(AsyncAnswers.returnsValue(5));
        assertThat(await(shop.items())).isEqualTo(5);
        assertThat(await(shop.items())).isEqualTo(5);
    }

    /** A spy runs the body; a mock with {@code thenCallRealMethod} would not, as the body is a method too. */
    @AsyncTest
    void aWovenObjectIsSpiedOn() throws IOException {
        Bank bank = mock();
        Shop spied = spy(new Shop(bank));
        when(bank.pay(1)).thenAnswer(AsyncAnswers.returnsValue("paid"));
        assertThat(await(spied.items())).isEqualTo(3);
        assertThat(await(spied.order(1))).isEqualTo("paid");
        doAnswer(AsyncAnswers.returnsValue(4)).when(spied).items();
        assertThat(await(spied.items())).isEqualTo(4);
    }
}
