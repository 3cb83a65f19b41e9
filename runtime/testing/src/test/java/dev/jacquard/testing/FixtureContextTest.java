package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.schedules.ExploreSchedules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fixture sets in the context is there for the rest of the test, and nowhere else. */
class FixtureContextTest {
    private static final ContextVar<String> USER = ContextVar.of("user", "nobody");
    private static final ContextVar<String> PLAIN = ContextVar.of("plain", "nobody");
    static final List<String> TRAIL = new ArrayList<>();

    static void trail(String where) {
        TRAIL.add(where + " " + USER.get() + " " + PLAIN.get());
    }

    /** Of others, called between the parts of the test. */
    static class Other implements BeforeTestExecutionCallback, AfterTestExecutionCallback, AfterEachCallback {
        @Override
        public void beforeTestExecution(ExtensionContext context) {
            trail("before test");
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            trail("after test");
        }

        @Override
        public void afterEach(ExtensionContext context) {
            trail("after each");
        }
    }

    static class Fixtures {
        @BeforeEach
        void plain() {
            PLAIN.set("plain");
        }

        @BeforeEach
        @Async
        void login() {
            await(sleep(1));
            USER.set("anna");
            await(sleep(1));
        }

        @AfterEach
        @Async
        void logout() {
            trail("@AfterEach");
            await(sleep(1));
            trail("@AfterEach, later");
        }
    }

    @ExtendWith(Other.class)
    static class Test1 extends Fixtures {
        @AsyncTest
        void test() {
            trail("test");
            await(sleep(1));
            trail("test, later");
            await(createTask(task()));
            USER.set("berta");
        }

        @Async
        private static Coroutine<Void> task() {
            trail("task");
            USER.set("a task's own");
            await(sleep(1));
            return Coroutine.done();
        }
    }

    @Test
    void isThereInEveryPart() {
        TRAIL.clear();
        assertThat(Cases.only(Test1.class, "test")).isEqualTo("ok");
        assertThat(TRAIL)
                .containsExactly(
                        "before test anna plain",
                        "test anna plain",
                        "test, later anna plain",
                        "task anna plain",
                        "after test berta plain",
                        "@AfterEach berta plain",
                        "@AfterEach, later berta plain",
                        "after each berta plain");
        assertThat(USER.get()).isEqualTo("nobody");
        assertThat(PLAIN.get()).isEqualTo("nobody");
    }

    static class Two extends Fixtures {
        @AsyncTest
        void first() {
            USER.set("first");
        }

        @AsyncTest
        void second() {
            trail("second");
        }

        @Override
        @AfterEach
        @Async
        void logout() {
            await(sleep(1));
        }
    }

    @Test
    void isNotThereInAnotherTest() {
        TRAIL.clear();
        assertThat(Cases.run(Two.class)).hasSize(2).containsValue("ok");
        assertThat(TRAIL).containsExactly("second anna plain");
    }

    static class Fails extends Fixtures {
        @BeforeEach
        @Async
        void fails() {
            await(sleep(1));
            USER.set("left behind");
            throw new IllegalStateException("fixture");
        }

        @AsyncTest
        void test() {}
    }

    @Test
    void isLeftAfterAFixtureThatFails() {
        assertThat(Cases.only(Fails.class, "test")).isEqualTo("IllegalStateException: fixture");
        assertThat(USER.get()).isEqualTo("nobody");
    }

    static class OnAnotherThread extends Fixtures {
        @AsyncTest
        @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void test() {
            await(sleep(1));
            trail("test");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @AsyncTest
        void parameterised(int n) {
            await(sleep(n));
            trail("parameterised");
        }
    }

    @Test
    void isThereOnAnotherThreadAndInTemplates() {
        TRAIL.clear();
        assertThat(Cases.run(OnAnotherThread.class)).hasSize(3).containsValue("ok");
        assertThat(TRAIL)
                .contains("test anna plain", "parameterised anna plain", "@AfterEach anna plain")
                .allMatch(row -> row.endsWith("anna plain"));
    }

    @TestInstance(TestInstance.Lifecycle.PER_METHOD)
    static class Explored extends Fixtures {
        @AsyncTest
        @ExploreSchedules(runs = 5)
        void test() {
            assertThat(USER.get()).isEqualTo("anna"); // not what another run has set
            await(sleep(1));
            trail("test");
            USER.set("explored");
        }
    }

    @Test
    void isThereInEachRunUnderSchedules() {
        TRAIL.clear();
        assertThat(Cases.only(Explored.class, "test")).isEqualTo("ok");
        assertThat(TRAIL).contains("test anna plain", "@AfterEach explored plain");
    }
}
