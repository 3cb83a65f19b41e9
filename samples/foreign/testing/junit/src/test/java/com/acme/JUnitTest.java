package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.TestClock;
import dev.jacquard.testing.schedules.ExploreSchedules;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JUnit has: life cycle, parameters, templates, nested classes. */
class JUnitTest {
    private static final ContextVar<String> USER = ContextVar.of("user", "nobody");

    @TempDir private Path folder;
    private int opened;

    @BeforeEach
    @Async
    void open(AsyncTester tester) {
        await(sleep(Duration.ofDays(1)));
        USER.set("anna");
        opened++;
    }

    @AfterEach
    @Async
    void close(TestClock clock) {
        await(sleep(1));
        assertThat(USER.get()).isEqualTo("anna");
        assertThat(clock.now()).isGreaterThan(Duration.ofDays(1));
    }

    @AsyncTest
    void hasOneLoopAndOneContext(EventLoop loop) {
        assertThat(opened).isEqualTo(1);
        assertThat(USER.get()).isEqualTo("anna");
        assertThat(loop.time()).isEqualTo(Duration.ofDays(1));
        assertThat(folder).isDirectory();
    }

    @AsyncTest
    Coroutine<Void> mayReturnACoroutine() {
        await(sleep(1));
        return Coroutine.done();
    }

    @ParameterizedTest
    @CsvSource({"1, a", "2, b"})
    @AsyncSettings
    @Async
    void hasArguments(int delay, String text, TestClock clock) {
        await(sleep(delay));
        assertThat(text).hasSize(1);
        assertThat(clock.now()).isEqualTo(Duration.ofDays(1).plusMillis(delay));
    }

    @RepeatedTest(2)
    @AsyncSettings
    @Async
    void isRepeated() {
        await(sleep(1));
        assertThat(opened).isEqualTo(1);
    }

    @Nested
    class Deeper {
        private int sum;

        @Async
        Coroutine<Void> add(int n) {
            await(sleep(n));
            sum += n;
            return Coroutine.done();
        }

        @AsyncTest
        @ExploreSchedules(runs = 20)
        void runsUnderManySchedules() {
            var first = createTask(add(1));
            await(gather(first, add(2)));
            assertThat(sum).isEqualTo(3);
            assertThat(opened).isEqualTo(1);
            assertThat(folder).isDirectory();
        }
    }
}
