package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.schedules.ExploreSchedules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.Captor;
import org.mockito.InjectMocks;
import org.mockito.Mock;
import org.mockito.MockitoAnnotations;
import org.mockito.Spy;

/** Mocks by annotation that are fresh under each schedule. */
class ExploredMocksTest {
    private static final Set<Object> SEEN = Collections.newSetFromMap(new IdentityHashMap<>());
    private static final List<String> TRAIL = new ArrayList<>();

    interface Bank {
        Coroutine<String> pay(int sum);
    }

    static class Shop {
        private final Bank bank;

        Shop(Bank bank) {
            this.bank = bank;
        }

        @Async
        Coroutine<String> order(int sum) {
            await(sleep(1));
            return Coroutine.of(await(bank.pay(sum)));
        }
    }

    // doc: openMocks
    static class ShopCases {
        @Mock Bank bank;
        @InjectMocks Shop shop;
        private AutoCloseable mocks;

        @BeforeEach
        void openMocks() { // in place of MockitoExtension
            mocks = MockitoAnnotations.openMocks(this);
            when(bank.pay(1)).thenAnswer(AsyncAnswers.returnsValue("paid"));
        }

        @AfterEach
        void closeMocks() throws Exception {
            mocks.close();
        }

        @AsyncTest
        @ExploreSchedules(runs = 20)
        void paysForEachOrder() {
            await(gather(shop.order(1), shop.order(1)));
            verify(bank, times(2)).pay(1); // under each schedule
        }
    }

    // end

    /** The same with what else Mockito has, in a class around the test's and in one above that. */
    abstract static class Above {
        @Mock Runnable above;
    }

    static class AllKinds extends Above {
        @Mock Bank bank;
        @Spy List<String> spied = new ArrayList<>();
        @Captor ArgumentCaptor<Integer> sums;
        @InjectMocks Shop shop;
        private AutoCloseable mocks;

        @BeforeEach
        void openMocks() {
            mocks = MockitoAnnotations.openMocks(this);
            TRAIL.add("opened");
        }

        @AfterEach
        void closeMocks() throws Exception {
            mocks.close();
            TRAIL.add("closed");
        }

        @Nested
        class Inner {
            @Mock Runnable inner;

            @BeforeEach
            void openInner() throws Exception {
                MockitoAnnotations.openMocks(this).close();
            }

            @AsyncTest
            @ExploreSchedules(runs = 5)
            void areFresh() {
                when(bank.pay(sums.capture())).thenAnswer(AsyncAnswers.returnsValue("paid"));
                await(gather(shop.order(1), shop.order(2)));
                assertThat(sums.getAllValues()).containsExactlyInAnyOrder(1, 2);
                assertThat(spied).isEmpty();
                spied.add("a");
                verify(spied).add("a");
                for (Object mock : List.of(bank, spied, sums, shop, inner)) {
                    assertThat(SEEN.add(mock)).isTrue();
                }
                assertThat(SEEN.add(above)).isTrue();
                TRAIL.add("tested");
            }
        }
    }

    @Test
    void countTheCallsOfOneSchedule() {
        assertThat(Cases.run(ShopCases.class)).containsEntry("paysForEachOrder()", "ok").hasSize(1);
    }

    @Test
    void areOpenedAndClosedWithEachSchedule() {
        SEEN.clear();
        TRAIL.clear();
        assertThat(Cases.run(AllKinds.class)).containsEntry("areFresh()", "ok").hasSize(1);
        assertThat(SEEN).hasSize(5 * 6);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.addAll(List.of("opened", "tested", "closed"));
        }
        assertThat(TRAIL).isEqualTo(expected);
    }
}
