package dev.jacquard.testing.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import org.junit.jupiter.api.Test;

class ExplorerTest {
    /** An update that is not lost by FIFO: the second one reads after the first has written. */
    static final class Account {
        int balance;

        @Async
        Coroutine<Void> deposit(int yields) {
            for (int i = 0; i < yields; i++) {
                await(sleep(0));
            }
            int before = balance;
            await(sleep(0));
            balance = before + 1;
            return Coroutine.done();
        }

        @Async
        static Coroutine<Void> both() {
            Account a = new Account();
            await(gather(a.deposit(0), a.deposit(2)));
            if (a.balance != 2) {
                throw new AssertionError("an update is lost: " + a.balance);
            }
            return Coroutine.done();
        }
    }

    @Test
    void fifoIsOneRun() {
        Exploration e = Explorer.fifo().explore(Account::both);
        assertThat(e.runs()).isEqualTo(1);
    }

    @Test
    void randomFindsAndTells() {
        assertThatThrownBy(() -> Explorer.random(1).explore(Account::both))
                .isInstanceOf(AssertionError.class)
                .satisfies(e -> System.out.println(e.getMessage()))
                .hasMessageContaining("an update is lost");
    }

    @Test
    void exhaustive() {
        Exploration e = Explorer.exhaustive(10, 100).search(Account::both);
        System.out.println(e);
    }
}
