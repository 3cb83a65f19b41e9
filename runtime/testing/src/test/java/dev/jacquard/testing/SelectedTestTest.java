package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.jacquard.Coroutine;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** One test is found by each way in which IDEs, re-runs and mutation testing look for it. */
class SelectedTestTest {
    static class Shop {
        @AsyncTest
        void small() {
            await(sleep(1));
        }

        @AsyncTest
        Coroutine<Void> large() {
            await(sleep(1));
            return Coroutine.done();
        }

        @AsyncTest
        void withParameters(TestClock clock, AsyncTester tester) {
            await(sleep(1));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @AsyncTest
        void parameterised(int n) {
            await(sleep(n));
        }

        /** The factory has the test's name. */
        @ParameterizedTest
        @MethodSource
        @AsyncTest
        void made(int n) {
            await(sleep(n));
        }

        static Stream<Integer> made() {
            return Stream.of(1, 2);
        }

        @Test
        void plain() {}

        @Nested
        class Cellar {
            @AsyncTest
            void deep() {
                await(sleep(1));
            }
        }
    }

    /** Overrides a test, and inherits the others. */
    static class Branch extends Shop {
        @Override
        @AsyncTest
        void small() {
            await(sleep(2));
        }
    }

    private static final String SHOP = Shop.class.getName();
    private static final String CELLAR = Shop.Cellar.class.getName();
    private static final String KIT = "dev.jacquard.testing.";

    @Test
    void byMethodsName() {
        assertThat(succeeded(selectMethod(SHOP + "#small"))).isEqualTo(1);
        assertThat(succeeded(selectMethod(SHOP, "small"))).isEqualTo(1);
        assertThat(succeeded(selectMethod(Shop.class, "small"))).isEqualTo(1);
        assertThat(succeeded(selectMethod(SHOP + "#large"))).isEqualTo(1);
        assertThat(succeeded(selectMethod(SHOP + "#plain"))).isEqualTo(1);
        assertThat(succeeded(selectMethod(CELLAR + "#deep"))).isEqualTo(1);
        String parameters = "(" + KIT + "TestClock, " + KIT + "AsyncTester)";
        assertThat(succeeded(selectMethod(SHOP + "#withParameters" + parameters)))
                .isEqualTo(1);
        assertThat(succeeded(selectMethod(SHOP + "#parameterised(int)"))).isEqualTo(2);
        assertThat(succeeded(selectMethod(SHOP + "#made(int)"))).isEqualTo(2);
    }

    @Test
    void byInheritedMethodsName() {
        String branch = Branch.class.getName();
        assertThat(succeeded(selectMethod(branch + "#small"))).isEqualTo(1);
        assertThat(succeeded(selectMethod(branch + "#large"))).isEqualTo(1);
    }

    @Test
    void byTheUniqueIdThatItHadInAnEarlierRun() {
        for (TestIdentifier test : tests(selectClass(Shop.class))) {
            String id = test.getUniqueId();
            assertThat(succeeded(selectUniqueId(id))).as(id).isEqualTo(1);
        }
    }

    @Test
    void wholeClassRunsEachTestOnce() {
        assertThat(succeeded(selectClass(Shop.class))).isEqualTo(9);
    }

    /** Whoever looks for a method by name and parameters finds one, which returns nothing. */
    @Test
    void nothingElseHasATestsNameAndParameters() {
        for (Class<?> type : List.of(Shop.class, Branch.class, Shop.Cellar.class)) {
            for (Method test : type.getDeclaredMethods()) {
                if (test.isAnnotationPresent(AsyncTest.class)) {
                    assertThat(type.getDeclaredMethods())
                            .filteredOn(m -> m.getName().equals(test.getName()))
                            .filteredOn(m -> Arrays.equals(m.getParameterTypes(), test.getParameterTypes()))
                            .containsExactly(test);
                    assertThat(test.getReturnType()).isEqualTo(void.class);
                    assertThat(WovenTests.isOne(test)).isTrue();
                }
            }
        }
    }

    private static long succeeded(DiscoverySelector selector) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create(ALONE)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selector)
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getFailures()).extracting(f -> f.getException()).isEmpty();
        return summary.getTestsSucceededCount();
    }

    /** The leaves that have run, with the ids that a re-run uses. */
    private static List<TestIdentifier> tests(DiscoverySelector selector) {
        List<TestIdentifier> tests = new ArrayList<>();
        LauncherFactory.create(ALONE)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selector)
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest()) {
                                    tests.add(test);
                                }
                            }
                        });
        assertThat(tests).isNotEmpty();
        return tests;
    }

    /** Without the listeners of whoever runs this test. */
    private static final LauncherConfig ALONE = LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .build();
}
