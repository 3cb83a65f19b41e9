package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form that a test with awaits may have. */
class AsyncTestTest {
    static final List<String> TRAIL = new ArrayList<>();

    @Async
    static Coroutine<Integer> later(int value) {
        await(sleep(Duration.ofDays(30)));
        return Coroutine.of(value);
    }

    static class Forms {
        private EventLoop before;
        private AsyncEvent opened;

        @BeforeEach
        @Async
        void setUp(EventLoop loop) {
            await(sleep(Duration.ofSeconds(1)));
            before = loop;
            opened = new AsyncEvent();
            opened.set();
        }

        @AfterEach
        @Async
        void tearDown() {
            await(sleep(1));
            TRAIL.add("after " + (getRunningLoop() == before));
        }

        @AsyncTest
        void returnsNothing() {
            TRAIL.add("value " + await(later(3)));
        }

        @AsyncTest
        Coroutine<Void> returnsCoroutine() {
            TRAIL.add("value " + await(later(4)));
            return Coroutine.done();
        }

        @Async
        @AsyncTest
        @DisplayName("both()")
        void both(EventLoop loop, TestClock clock, AsyncTester tester) {
            await(opened.waitAsync());
            await(sleep(Duration.ofSeconds(1)));
            TRAIL.add((loop == getRunningLoop())
                    + " "
                    + (loop == before)
                    + " "
                    + clock.now()
                    + " "
                    + (tester.loop() == loop));
        }

        @AsyncTest
        void awaitsNothing() {
            TRAIL.add("running " + getRunningLoop().isRunning());
        }

        @AsyncTest
        void fails() {
            await(sleep(1));
            throw new IllegalStateException("as it is");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @AsyncSettings
        @Async
        void parameterised(int value) {
            TRAIL.add("value " + await(later(value)));
        }

        @ParameterizedTest
        @CsvSource("5, five")
        @AsyncTest
        void parameterisedToo(int value, String name, TestClock clock) {
            TRAIL.add(await(later(value)) + name + clock.now());
        }

        @RepeatedTest(2)
        @AsyncSettings
        @Async
        void repeated() {
            TRAIL.add("value " + await(later(6)));
        }

        @Nested
        class Inner {
            @AsyncTest
            void nested() {
                TRAIL.add("nested " + (getRunningLoop() == before));
            }
        }
    }

    @Test
    void allFormsRun() {
        TRAIL.clear();
        var ends = Cases.run(Forms.class);
        assertThat(ends)
                .containsEntry("returnsNothing()", "ok")
                .containsEntry("returnsCoroutine()", "ok")
                .containsEntry("both()", "ok")
                .containsEntry("awaitsNothing()", "ok")
                .containsEntry("[1] 1", "ok")
                .containsEntry("[2] 2", "ok")
                .containsEntry("[1] 5, five", "ok")
                .containsEntry("repetition 1 of 2", "ok")
                .containsEntry("nested()", "ok")
                .containsEntry("fails()", "IllegalStateException: as it is")
                .hasSize(11);
        assertThat(TRAIL)
                .contains(
                        "value 3",
                        "value 4",
                        "true true PT2S true",
                        "running true",
                        "value 1",
                        "value 2",
                        "5fivePT720H1S",
                        "nested true")
                .doesNotContain("after false");
        assertThat(TRAIL.stream().filter("value 6"::equals)).hasSize(2);
        assertThat(TRAIL.stream().filter("after true"::equals)).hasSize(11);
    }

    interface Contract {
        @AsyncTest
        default void contract() {
            TRAIL.add("contract " + await(later(8)));
        }
    }

    abstract static class Base {
        static final List<String> MADE = new ArrayList<>();
        String name = "";

        @BeforeAll
        @Async
        static void once() {
            await(sleep(Duration.ofDays(1)));
            MADE.add("once");
        }

        @BeforeEach
        @Async
        private void first() {
            await(sleep(1));
            name += "base ";
        }

        @AsyncTest
        void inherited() {
            TRAIL.add(name + await(later(9)));
        }
    }

    static class Derived extends Base implements Contract {
        @BeforeEach
        @Async
        void second() {
            await(sleep(1));
            name += "derived ";
        }

        @ParameterizedTest
        @CsvSource("1, 2.5, 3")
        @AsyncSettings
        @Async
        void wide(long a, double b, byte c, EventLoop loop) {
            double sum = a + b + c;
            await(sleep(1));
            TRAIL.add(sum + " " + (loop == getRunningLoop()));
        }
    }

    @Test
    void testsAreInherited() {
        TRAIL.clear();
        Base.MADE.clear();
        assertThat(Cases.run(Derived.class).values()).containsExactly("ok", "ok", "ok");
        assertThat(TRAIL).containsExactlyInAnyOrder("contract 8", "base derived 9", "6.5 true");
        assertThat(Base.MADE).containsExactly("once");
    }

    static class Failing {
        @AsyncTest
        void fails(AsyncTester tester) {
            tester.closing(new Resource("of a failing test"));
            throw new IllegalStateException("failed");
        }

        @AsyncTest
        void callsAnother(AsyncTester tester) {
            await(sleep(1));
            plain();
        }

        @AsyncTest
        void plain() {}
    }

    @Test
    void aTestThatFailsIsCleanedUpAfter() {
        TRAIL.clear();
        var ends = Cases.run(Failing.class);
        assertThat(ends).containsEntry("fails(AsyncTester)", "IllegalStateException: failed");
        assertThat(TRAIL).containsExactly("closed of a failing test");
        assertThat(ends.get("callsAnother(AsyncTester)"))
                .startsWith("IllegalStateException: A test method was called from a coroutine of the" + " same test.");
    }

    static class WithoutExtension {
        @Test
        @Async
        void plain() {
            TRAIL.add("plain " + await(later(7)));
        }
    }

    @Test
    void aTestWithoutTheExtensionHasALoopOfItsOwn() {
        TRAIL.clear();
        assertThat(Cases.only(WithoutExtension.class, "plain")).isEqualTo("ok");
        assertThat(TRAIL).containsExactly("plain 7");
    }

    static final class Resource implements AsyncCloseable {
        private final String name;

        Resource(String name) {
            this.name = name;
        }

        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            await(sleep(1));
            TRAIL.add("closed " + name);
            return Coroutine.done();
        }
    }

    static class Fixtures {
        @BeforeEach
        @Async
        void open(AsyncTester tester) {
            tester.closing(new Resource("first"));
            tester.closing(new Resource("second"));
            tester.background(later(1), "background");
        }

        @AsyncTest
        void uses() {
            try (Resource r = new Resource("inner")) {
                TRAIL.add("used " + r.name);
            }
        }
    }

    @Test
    void fixturesAreClosedInReverse() {
        TRAIL.clear();
        assertThat(Cases.only(Fixtures.class, "uses")).isEqualTo("ok");
        assertThat(TRAIL).containsExactly("used inner", "closed inner", "closed second", "closed first");
    }
}
