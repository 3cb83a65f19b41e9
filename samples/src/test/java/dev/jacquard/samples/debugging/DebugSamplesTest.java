package dev.jacquard.samples.debugging;

import static dev.jacquard.samples.VirtualRun.debugLines;
import static dev.jacquard.samples.VirtualRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.docstesting.Output;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the samples of finding mistakes print, and what is reported to them. */
class DebugSamplesTest {
    @Test
    void monitor() throws Exception {
        assertThat(lines(Monitor.demo()))
                .containsExactly(
                        "4 tasks: main, ribbon, scarf, carpet",
                        "3 tasks: main, scarf, carpet",
                        "3 tasks: main, scarf, carpet",
                        "2 tasks: main, carpet");
    }

    @Test
    void coroutineThatIsNotAwaitedIsReportedWithItsPlace() throws Exception {
        List<String> reports = new CopyOnWriteArrayList<>();
        Reports handler = new Reports(reports::add);
        try {
            assertThat(debugLines(NeverAwaited.demo())).containsExactly("saved the weft");
        } finally {
            handler.close();
        }
        assertThat(reports)
                .singleElement()
                .asString()
                .startsWith("Coroutine NeverAwaited.save was never awaited.")
                .contains("NeverAwaited.demo(NeverAwaited.java:");
    }

    @Test
    void neverAwaitedPrintsTheReport() throws Exception {
        assertThat(Output.linesOf(() -> NeverAwaited.main(new String[0])))
                .contains("saved the weft")
                .anyMatch(l -> l.startsWith("report: Coroutine NeverAwaited.save was never awaited."));
    }

    /** The work lasts until the loop is reported as blocked, so this needs no particular time. */
    @Test
    void stepThatBlocksIsReportedWhileItRuns() throws Exception {
        List<String> reports = new CopyOnWriteArrayList<>();
        var reported = new CountDownLatch(1);
        Reports handler = new Reports(report -> {
            reports.add(report);
            if (report.contains("keeps the loop from all other tasks") && report.contains("blockUntil")) {
                reported.countDown();
            }
        });
        try {
            assertThat(debugLines(BlockedLoop.demo(Duration.ZERO, () -> blockUntil(reported))))
                    .containsExactly("the greedy task is done", "the polite task is done");
        } finally {
            handler.close();
        }
        assertThat(reports).anySatisfy(report -> assertThat(report)
                .startsWith("Executing Task[greedy")
                .contains("BlockedLoop.greedy(BlockedLoop.java:")
                .doesNotContain("java.lang.invoke."));
    }

    @Test
    void blockedLoopPrintsTheReport() throws Exception {
        assertThat(Output.linesOf(() -> BlockedLoop.main(new String[0])))
                .contains("the greedy task is done", "the polite task is done")
                .anyMatch(line -> line.startsWith("report: Executing Task[greedy"));
    }

    private static void blockUntil(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
