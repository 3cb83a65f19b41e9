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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Captor;
import org.mockito.InjectMocks;
import org.mockito.Mock;
import org.mockito.MockedStatic;
import org.mockito.MockitoAnnotations;
import org.mockito.Spy;
import org.mockito.junit.jupiter.MockitoExtension;

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

    // doc: extension
    @ExtendWith(MockitoExtension.class)
    static class ShopCases {
        @Mock
        Bank bank;

        @InjectMocks
        Shop shop;

        @BeforeEach
        void answers() {
            when(bank.pay(1)).thenAnswer(AsyncAnswers.returnsValue("paid"));
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
        @Mock
        Runnable above;
    }

    static class AllKinds extends Above {
        @Mock
        Bank bank;

        @Spy
        List<String> spied = new ArrayList<>();

        @Captor
        ArgumentCaptor<Integer> sums;

        @InjectMocks
        Shop shop;

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
            @Mock
            Runnable inner;

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

    /** What the extension fills, and what it gives as arguments; only the class is shared. */
    @ExtendWith(MockitoExtension.class)
    static class Extended extends Above {
        @Mock
        Bank bank;

        @Spy
        List<String> spied = new ArrayList<>();

        @Captor
        ArgumentCaptor<Integer> sums;

        @InjectMocks
        Shop shop;

        @Mock
        MockedStatic<Name> names;

        @Nested
        class Inner {
            @Mock
            Runnable inner;

            @AsyncTest
            @ExploreSchedules(runs = 5)
            void areFresh(@Mock Runnable argument, AsyncTester tester) {
                when(bank.pay(sums.capture())).thenAnswer(AsyncAnswers.returnsValue("paid"));
                names.when(Name::own).thenReturn("mocked");
                assertThat(Name.own()).isEqualTo("mocked");
                names.verify(Name::own);
                await(gather(shop.order(1), shop.order(2)));
                assertThat(sums.getAllValues()).containsExactlyInAnyOrder(1, 2);
                assertThat(spied).isEmpty();
                spied.add("a");
                argument.run();
                inner.run();
                verify(inner).run();
                for (Object o : List.of(bank, spied, sums, shop, names, inner, argument, above)) {
                    assertThat(SEEN.add(o)).isTrue();
                }
                assertThat(SEEN.add(tester)).isTrue();
            }

            @ParameterizedTest
            @ValueSource(ints = {1, 2})
            @ExploreSchedules(runs = 3)
            @AsyncSettings
            @Async
            void areFreshForEachValue(int sum) {
                when(bank.pay(sum)).thenAnswer(AsyncAnswers.returnsValue("paid"));
                assertThat(await(shop.order(sum))).isEqualTo("paid");
                verify(bank).pay(sum);
                assertThat(SEEN.add(bank)).isTrue();
            }
        }
    }

    static class Name {
        static String own() {
            return "own";
        }
    }

    /** Only the captor is Mockito's to fill. */
    @ExtendWith(MockitoExtension.class)
    static class OneCaptor {
        @Captor
        ArgumentCaptor<String> texts;

        @AsyncTest
        @ExploreSchedules(runs = 3)
        void isFresh() {
            await(sleep(1));
            assertThat(SEEN.add(texts)).isTrue();
        }
    }

    /** Strict stubs, as the extension has them. */
    @ExtendWith(MockitoExtension.class)
    static class Strict {
        @Mock
        Bank bank;

        @InjectMocks
        Shop shop;

        @AsyncTest
        @ExploreSchedules(runs = 5)
        void neverUsed() {
            when(bank.pay(1)).thenAnswer(AsyncAnswers.returnsValue("paid"));
            await(sleep(1));
        }

        /** The second order comes first under some schedules only, and only then it pays 2. */
        @AsyncTest
        @ExploreSchedules(strategy = ExploreSchedules.Kind.EXHAUSTIVE)
        void usedUnderSomeSchedules() {
            when(bank.pay(2)).thenAnswer(AsyncAnswers.returnsValue("paid"));
            List<Integer> order = new ArrayList<>();
            await(gather(noted(order, 1), noted(order, 2)));
            if (order.get(0) == 2) {
                await(shop.order(2));
            }
        }

        @Async
        private Coroutine<Void> noted(List<Integer> order, int which) {
            await(sleep(0));
            order.add(which);
            return Coroutine.done();
        }
    }

    @Test
    void areTheExtensionsAndFreshUnderEachSchedule() {
        SEEN.clear();
        assertThat(Cases.run(Extended.class))
                .containsEntry("areFresh(Runnable, AsyncTester)", "ok")
                .hasSize(3)
                .allSatisfy((name, end) -> assertThat(end).as(name).isEqualTo("ok"));
        assertThat(SEEN).hasSize(5 * 9 + 2 * 3);
    }

    @Test
    void captorsAloneAreFreshToo() {
        SEEN.clear();
        assertThat(Cases.only(OneCaptor.class, "isFresh")).isEqualTo("ok");
        assertThat(SEEN).hasSize(3);
    }

    @Test
    void stubsThatNoScheduleUsesAreTold() {
        var ends = Cases.run(Strict.class);
        assertThat(ends.get("neverUsed()")).startsWith("UnnecessaryStubbingException: ");
        assertThat(ends.get("usedUnderSomeSchedules()")).isEqualTo("ok");
    }

    @Test
    void countTheCallsOfOneSchedule() {
        assertThat(Cases.run(ShopCases.class))
                .containsEntry("paysForEachOrder()", "ok")
                .hasSize(1);
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
