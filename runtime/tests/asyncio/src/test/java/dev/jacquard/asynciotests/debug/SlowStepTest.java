package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watchdog at work; with the time in a test's hand see core's SlowStepsTest. */
class SlowStepTest {
    @Async
    static Coroutine<Void> blocks(Reports reports) {
        getRunningLoop().setSlowCallbackDuration(Duration.ofMillis(1));
        await(below(reports));
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> below(Reports reports) {
        await(sleep(0));
        spin(reports);
        return Coroutine.done();
    }

    /** Keeps the loop until the watchdog has seen it: however long that takes on this machine. */
    private static void spin(Reports reports) {
        while (reports.containing("keeps the loop").isEmpty()) {
            Thread.onSpinWait();
            assertThat(Thread.currentThread().isInterrupted()).as("timed out").isFalse();
        }
    }

    @Test
    @Timeout(60)
    void aStepThatKeepsTheLoopIsToldWithItsStackWhileItRunsAndAfterwards() {
        try (Reports reports = new Reports()) {
            run(main(reports), true);
            assertThat(reports.containing("keeps the loop").get(0))
                    .startsWith("Task[blocker ")
                    .contains(" has been running for ")
                    .contains("It is here:\n")
                    .contains("SlowStepTest.spin(SlowStepTest.java:")
                    .contains("SlowStepTest.below(SlowStepTest.java:")
                    .contains("SlowStepTest.blocks(SlowStepTest.java:") // not on the stack
                    .doesNotContain("dev.jacquard.woven")
                    .doesNotContain("JobLoop");
            assertThat(reports.containing("Executing Task[blocker done: null] took ")
                            .get(0))
                    .contains(" seconds\nAfter 0.")
                    .contains(" it was here:\n")
                    .contains("SlowStepTest.spin(");
        }
    }

    @Async
    static Coroutine<Void> main(Reports reports) {
        Task<Void> task = createTask(blocks(reports), "blocker");
        return task.asCoroutine();
    }

    @Test
    void theThresholdIsTheLoops() {
        EventLoop loop = Asyncio.newEventLoop();
        assertThat(loop.getSlowCallbackDuration()).isEqualTo(Duration.ofMillis(100));
        loop.setSlowCallbackDuration(Duration.ofSeconds(2));
        assertThat(loop.getSlowCallbackDuration()).isEqualTo(Duration.ofSeconds(2));
        assertThatThrownBy(() -> loop.setSlowCallbackDuration(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.000000001S");
        loop.close();
    }
}
