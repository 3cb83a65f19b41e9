package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Asyncio;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.schedules.ExploreSchedules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** JUnit's parallel tests, on a ForkJoinPool of one worker, which helps where it waits. */
class ParallelTestsTest {
    private static final List<String> TRAIL = Collections.synchronizedList(new ArrayList<>());
    private static final AtomicBoolean HELPS = new AtomicBoolean();
    private static final ContextVar<String> USER = ContextVar.of("user", "nobody");

    /** As a step that joins a task of the pool, but for all the tests that are waiting. */
    private static void help() {
        if (HELPS.compareAndSet(false, true)) {
            TRAIL.add("helps");
            ForkJoinTask.helpQuiesce();
            TRAIL.add("has helped");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class Helping {
        private final ThreadLocal<String> local = new ThreadLocal<>();
        private Thread fixtures;

        @BeforeEach
        void plain(TestInfo info) {
            fixtures = Thread.currentThread();
            local.set(info.getDisplayName());
        }

        @BeforeEach
        @Async
        void login(TestInfo info) {
            assertThat(USER.get()).as("of another test").isEqualTo("nobody");
            await(sleep(1));
            USER.set(info.getDisplayName());
        }

        @AfterEach
        @Async
        void logout(TestInfo info) {
            await(sleep(1));
            assertThat(USER.get()).isEqualTo(info.getDisplayName());
            assertThat(local.get()).isEqualTo(info.getDisplayName());
            TRAIL.add("ran");
        }

        @AsyncTest
        void first(TestClock clock) {
            awaits(clock);
        }

        @AsyncTest
        void second(TestClock clock) {
            awaits(clock);
        }

        @AsyncTest
        Coroutine<Void> third(TestClock clock) {
            awaits(clock);
            return Coroutine.done();
        }

        @AsyncTest
        @ExploreSchedules(runs = 3)
        void explored() {
            await(gather(sleep(1), sleep(2)));
            assertThat(Thread.currentThread()).isSameAs(fixtures);
        }

        @AsyncTest
        void fails() {
            await(sleep(1));
            throw new IllegalStateException("mine");
        }

        private void awaits(TestClock clock) {
            assertThat(getRunningLoop().time()).isEqualTo(clock.now());
            assertThat(Thread.currentThread()).isSameAs(fixtures);
            help();
        }
    }

    @Test
    void aTestThatIsRunWithinAnotherIsNoneTheWorse() {
        Map<String, String> ends = parallel(Helping.class);
        assertThat(ends).hasSize(5);
        assertThat(ends.remove("fails()")).isEqualTo("IllegalStateException: mine");
        assertThat(ends).allSatisfy((name, end) -> assertThat(end).as(name).isEqualTo("ok"));
        assertThat(TRAIL.subList(TRAIL.indexOf("helps"), TRAIL.indexOf("has helped")))
                .as("tests within another's step")
                .contains("ran");
    }

    /** A plain test has nobody who could give it a thread. */
    @Execution(ExecutionMode.CONCURRENT)
    static class RunningTheirOwn {
        @Test
        void first() {
            Asyncio.run(helping());
        }

        @Test
        void second() {
            Asyncio.run(helping());
        }

        @Async
        private static Coroutine<Void> helping() {
            await(sleep(1));
            help();
            return Coroutine.done();
        }
    }

    @Test
    void aPlainTestThatRunsALoopThereIsToldWhy() {
        Map<String, String> ends = parallel(RunningTheirOwn.class);
        assertThat(ends).hasSize(2).containsValue("ok");
        assertThat(ends.values()).anySatisfy(end -> assertThat(end).contains("ForkJoinPool", "toThread"));
    }

    private static Map<String, String> parallel(Class<?> tests) {
        TRAIL.clear();
        HELPS.set(false);
        String parallel = "junit.jupiter.execution.parallel.";
        return Cases.run(
                tests,
                Map.of(
                        parallel + "enabled", "true",
                        parallel + "config.strategy", "fixed",
                        parallel + "config.fixed.parallelism", "1"));
    }
}
