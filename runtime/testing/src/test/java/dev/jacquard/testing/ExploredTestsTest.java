package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.DepositCases;
import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import dev.jacquard.annotations.SuppressWeaverWarnings;
import dev.jacquard.testing.schedules.Choices;
import dev.jacquard.testing.schedules.ExploreSchedules;
import dev.jacquard.testing.schedules.Explorer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests that await, under many schedules. */
class ExploredTestsTest {
    static final List<String> TRAIL = new ArrayList<>();
    static final Set<Object> SEEN = new HashSet<>();

    @Test
    void aFailureIsTheStoryOfTheShortestSchedule() {
        var ends = Cases.run(DepositCases.class);
        assertThat(ends).containsEntry("plainly()", "ok").hasSize(4);
        assertThat(ends.get("lost()"))
                .startsWith("AssertionError: ")
                .contains("Fails under the schedule 2,5 (2 deviations from FIFO): ")
                .contains("AssertionFailedError: expected: <3> but was: <2>")
                .contains("of 1000; shortened from ")
                .contains("none with fewer fails")
                .contains("test        starts, waits at ")
                .contains("DepositCases.lost(DepositCases.java:")
                .contains("<- instead of Task-")
                .contains("To repeat it: -Djacquard.schedule=2,5, @ExploreSchedules(schedule =");
        assertThat(ends.get("lostToo()")).contains("Found by pct").contains("-Djacquard.schedule=");
        assertThat(ends.get("onlyOne()")).contains("Fails under the schedule 2,3 ");
    }

    @Test
    void theSystemPropertyRepeatsOne() {
        System.setProperty(Explorer.PROPERTY, "fifo");
        try {
            assertThat(Cases.run(DepositCases.class)).containsEntry("lost()", "ok");
            System.setProperty(Explorer.PROPERTY, "2,3");
            assertThat(Cases.run(DepositCases.class).get("lost()")).contains("Fails under the schedule 2,3 ");
        } finally {
            System.clearProperty(Explorer.PROPERTY);
        }
    }

    static class Fixtures {
        @TempDir
        Path dir;

        private final List<String> log = new ArrayList<>();
        private EventLoop before;
        private AsyncEvent opened;
        private int plain;

        @BeforeAll
        static void once() {
            TRAIL.add("all");
        }

        @BeforeEach
        void plain() {
            plain++;
        }

        @BeforeEach
        @Async
        void open(EventLoop loop, AsyncTester tester, TestClock clock) {
            assertEquals(Duration.ZERO, clock.now());
            await(sleep(Duration.ofDays(1)));
            before = loop;
            opened = new AsyncEvent();
            tester.closing(new Resource());
            tester.background(opened.waitAsync(), "background");
            log.add("before");
        }

        @AfterEach
        @Async
        void close() {
            await(sleep(1));
            TRAIL.add(String.join(" ", log) + " after " + (getRunningLoop() == before));
        }

        @AsyncTest
        @ExploreSchedules(runs = 5)
        void isRunAsAWhole(EventLoop loop, TestClock clock, AsyncTester tester) {
            assertThat(loop).isSameAs(before).isSameAs(tester.loop());
            assertThat(clock.now()).isEqualTo(Duration.ofDays(1));
            assertThat(plain).isOne();
            assertThat(Files.isDirectory(dir)).isTrue();
            assertThat(SEEN.add(this)).isTrue();
            assertThat(SEEN.add(loop)).isTrue();
            await(clock.advance(Duration.ofDays(1)));
            log.add("test");
        }

        @Nested
        class Inner {
            private final List<String> own = new ArrayList<>();

            @BeforeEach
            @Async
            void alsoBefore() {
                await(sleep(1));
                log.add("inner");
            }

            @AsyncTest
            @ExploreSchedules(runs = 3)
            void nested() {
                await(sleep(1));
                own.add("own");
                assertThat(own).hasSize(1);
                assertThat(SEEN.add(this)).isTrue();
                log.add("nested");
            }
        }
    }

    static final class Resource implements dev.jacquard.AsyncCloseable {
        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            await(sleep(1));
            TRAIL.add("closed");
            return Coroutine.done();
        }
    }

    @Test
    void eachScheduleHasItsOwnFixturesInstanceAndLoop() {
        TRAIL.clear();
        SEEN.clear();
        var ends = Cases.run(Fixtures.class);
        assertThat(ends)
                .containsEntry("isRunAsAWhole(EventLoop, TestClock, AsyncTester)", "ok")
                .containsEntry("nested()", "ok")
                .hasSize(2);
        assertThat(TRAIL.stream().filter("before test after true"::equals)).hasSize(5);
        assertThat(TRAIL.stream().filter("before inner nested after true"::equals))
                .hasSize(3);
        assertThat(TRAIL.stream().filter("closed"::equals)).hasSize(8);
        assertThat(TRAIL.stream().filter("all"::equals)).hasSize(1);
        assertThat(SEEN).hasSize(2 * 5 + 3);
    }

    @ExploreSchedules(runs = 4)
    static class OfAClass {
        @RegisterExtension
        final Counting counting = new Counting();

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @AsyncSettings
        @Async
        void parameterised(int value, EventLoop loop) {
            await(sleep(1));
            assertThat(SEEN.add(loop)).isTrue();
            assertThat(counting.before).isOne();
            TRAIL.add("value " + value);
        }

        @Test
        void plain() {
            TRAIL.add("plain");
        }
    }

    static final class Counting implements org.junit.jupiter.api.extension.BeforeEachCallback {
        int before;

        @Override
        public void beforeEach(org.junit.jupiter.api.extension.ExtensionContext context) {
            before++;
        }
    }

    static class OfAMethod {
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @ExploreSchedules(runs = 4)
        @Async
        void parameterised(int value) {
            await(sleep(1));
            TRAIL.add("value " + value);
        }
    }

    @Test
    void parameterisedTestsAreExploredForEachValue() {
        for (Class<?> tests : List.of(OfAClass.class, OfAMethod.class)) {
            TRAIL.clear();
            SEEN.clear();
            var ends = Cases.run(tests);
            assertThat(ends).containsEntry("[1] 1", "ok").containsEntry("[2] 2", "ok");
            assertThat(ends.values()).containsOnly("ok");
            assertThat(TRAIL.stream().filter("value 1"::equals)).hasSize(4);
            assertThat(TRAIL.stream().filter("value 2"::equals)).hasSize(4);
            assertThat(TRAIL.stream().filter("plain"::equals).count()).isLessThan(2);
        }
    }

    @Test
    void whatWasRunIsReported() {
        SEEN.clear();
        List<String> reports = EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(OfAClass.class))
                .execute()
                .allEvents()
                .reportingEntryPublished()
                .map(e -> e.getRequiredPayload(ReportEntry.class))
                .map(r -> r.getKeyValuePairs().get("schedules"))
                .toList();
        assertThat(reports).hasSize(2).containsOnly("4 schedules at random (seed 0); nothing is said of others");
    }

    @TestInstance(Lifecycle.PER_CLASS)
    static class Kept {
        private int runs;

        @AsyncTest
        @ExploreSchedules(runs = 3)
        void counts() {
            await(sleep(0));
            runs++;
            SEEN.add(runs);
        }
    }

    @Test
    void anInstanceOfAClassIsKept() {
        SEEN.clear();
        assertThat(Cases.only(Kept.class, "counts")).isEqualTo("ok");
        assertThat(SEEN).containsExactlyInAnyOrder(1, 2, 3);
    }

    static class Failing {
        @AfterEach
        @Async
        void look() {
            await(sleep(1));
            TRAIL.add("after");
        }

        @AsyncTest
        @ExploreSchedules(runs = 10)
        void leaks() {
            createTask(new AsyncEvent().waitAsync(), "forgotten");
            await(sleep(1));
        }

        @AsyncTest
        @ExploreSchedules(runs = 10)
        @SuppressWeaverWarnings("W22")
        void coroutine() {
            sleep(1);
            await(sleep(1));
        }

        @AsyncTest
        @ExploreSchedules(runs = 10)
        void deadlock() {
            await(new AsyncEvent().waitAsync());
        }

        @AsyncTest
        @ExploreSchedules(runs = 10, maxSteps = 100)
        void endless() {
            for (; ; ) {
                await(sleep(0));
            }
        }

        @AsyncTest
        @ExploreSchedules(runs = 10)
        void assumes() {
            await(sleep(0));
            assumeTrue(false, "never");
        }

        @AsyncTest(time = TestTime.REAL)
        @ExploreSchedules(runs = 10)
        void inRealTime() {
            await(sleep(0));
        }

        @AsyncTest
        @ExploreSchedules
        void takesAnExplorer(Explorer explorer) {
            await(sleep(0));
        }

        @ExploreSchedules
        void exploresNothing() {}
    }

    @Test
    void itFailsForTheReasonsOfAnyTest() {
        TRAIL.clear();
        var ends = Cases.run(Failing.class);
        assertThat(ends.get("leaks()"))
                .contains("Fails under the schedule fifo (0 deviations from FIFO): ")
                .contains("1 task is still pending")
                .contains("- Task forgotten");
        assertThat(ends.get("coroutine()")).contains("1 coroutine was never awaited");
        assertThat(ends.get("deadlock()")).contains("LoopDeadlockException: Nothing is ready");
        assertThat(ends.get("endless()")).contains("StepLimitError");
        assertThat(ends.get("assumes()")).isEqualTo("TestAbortedException: Assumption failed: never");
        assertThat(ends.get("inRealTime()"))
                .startsWith("ExtensionConfigurationException: ")
                .endsWith("cannot have time = REAL: schedules are explored in virtual time.");
        assertThat(ends.get("takesAnExplorer(Explorer)"))
                .startsWith("ExtensionConfigurationException: ")
                .contains("Failing.takesAnExplorer is a test that awaits");
        assertThat(ends.get("exploresNothing()"))
                .startsWith("ExtensionConfigurationException: ")
                .contains("Failing.exploresNothing would run once");
        assertThat(TRAIL).isNotEmpty().containsOnly("after");
        assertThat(Choices.isExploring()).isFalse();
    }

    static class Broken {
        @BeforeEach
        @Async
        void breaks() {
            await(sleep(1));
            throw new IllegalStateException("before");
        }

        @AfterEach
        @Async
        void breaksToo() {
            await(sleep(1));
            TRAIL.add("after");
            throw new IllegalStateException("after");
        }

        @AsyncTest
        @ExploreSchedules(schedule = "fifo")
        void test() {
            TRAIL.add("test");
            await(sleep(1));
        }
    }

    @Test
    void aFixtureThatFailsFailsTheRun() {
        TRAIL.clear();
        assertThat(Cases.only(Broken.class, "test")).contains("IllegalStateException: before");
        assertThat(TRAIL).isNotEmpty().containsOnly("after");
    }
}
