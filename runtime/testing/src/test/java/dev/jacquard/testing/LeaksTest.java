package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.annotations.SuppressWeaverWarnings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What fails a test although its body has not failed, and what the report says. */
class LeaksTest {
    @Async
    static Coroutine<Void> waits() {
        await(new AsyncEvent().waitAsync());
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> breaks() {
        await(sleep(0));
        throw new IllegalStateException("broken");
    }

    @Async
    static AsyncGenerator<Integer> numbers() {
        for (int i = 0; ; i++) {
            emit(i);
        }
    }

    static class Leaking {
        @AsyncTest
        void task() {
            createTask(waits(), "forgotten");
            await(sleep(1));
        }

        @AsyncTest(allow = Leak.TASKS)
        void taskAllowed() {
            createTask(waits(), "forgotten");
            await(sleep(1));
        }

        @AsyncTest
        void cancelledTask() {
            createTask(waits(), "cancelled").cancel();
        }

        @AsyncTest
        @SuppressWeaverWarnings("W22")
        void coroutine() {
            waits();
            await(sleep(1));
        }

        @AsyncTest(allow = Leak.COROUTINES)
        @SuppressWeaverWarnings("W22")
        void coroutineAllowed() {
            waits();
            await(sleep(1));
        }

        @AsyncTest
        void exception() {
            createTask(breaks(), "breaking");
            await(sleep(1));
        }

        @AsyncTest(allow = Leak.EXCEPTIONS)
        void exceptionAllowed() {
            createTask(breaks(), "breaking");
            await(sleep(1));
        }

        @AsyncTest
        void generator() {
            for (int i : numbers()) {
                if (i == 3) {
                    break;
                }
            }
        }

        @AsyncTest(allow = Leak.GENERATORS)
        void generatorAllowed() {
            for (int i : numbers()) {
                if (i == 3) {
                    break;
                }
            }
        }

        @AsyncTest
        void generatorAbandoned(EventLoop loop) {
            await(breaksOff());
            while (!loop.openGenerators().isEmpty()) {
                System.gc();
                await(sleep(0));
            }
            await(sleep(0)); // it is closed here
        }

        @AsyncTest(allow = Leak.GENERATORS)
        void generatorAbandonedAllowed(EventLoop loop) {
            await(breaksOff());
            while (!loop.openGenerators().isEmpty()) {
                System.gc();
                await(sleep(0));
            }
        }

        @Async
        private static Coroutine<Void> breaksOff() {
            for (int i : numbers()) {
                if (i == 3) {
                    break;
                }
            }
            return Coroutine.done();
        }

        @AsyncTest
        void generatorClosed() {
            try (AsyncGenerator<Integer> all = numbers()) {
                await(all.nextAsync());
            }
        }

        @AsyncTest
        void failsAnyway() {
            createTask(waits(), "forgotten");
            createTask(breaks(), "breaking");
            await(sleep(1));
            throw new AssertionError("itself");
        }
    }

    @Test
    void aTaskThatIsStillPending() {
        assertThat(Cases.only(Leaking.class, "task"))
                .startsWith("LeakError: The test has left something behind.\n"
                        + "1 task is still pending. Await it, cancel it and await that, start"
                        + " it in a TaskGroup, or start it with AsyncTester.background; or"
                        + " allow it: @AsyncTest(allow = Leak.TASKS).\n"
                        + "- Task forgotten\n"
                        + "    created at:\n"
                        + "      at ")
                .contains("\n  Who waits for what:\n  Task forgotten\n  │   LeaksTest.waits(" + "LeaksTest.java:21)\n")
                .contains("AsyncEvent[unset, waiters:1]")
                .doesNotContain("clean-up")
                .contains("LeaksTest$Leaking.task(LeaksTest.java:")
                .doesNotContain("org.junit")
                .doesNotContain("AsyncTester.run");
        assertThat(Cases.only(Leaking.class, "taskAllowed")).isEqualTo("ok");
        assertThat(Cases.only(Leaking.class, "cancelledTask")).isEqualTo("ok");
    }

    @Test
    void aCoroutineThatIsNeverAwaited() {
        assertThat(Cases.only(Leaking.class, "coroutine"))
                .startsWith("LeakError: ")
                .contains("1 coroutine was never awaited. ")
                .contains("- Coroutine LeaksTest.waits\n    created by task test at:\n      at ")
                .contains("LeaksTest$Leaking.coroutine(LeaksTest.java:")
                .doesNotContain("org.junit");
        assertThat(Cases.only(Leaking.class, "coroutineAllowed")).isEqualTo("ok");
    }

    @Test
    void anExceptionThatNobodySees() {
        assertThat(Cases.only(Leaking.class, "exception"))
                .startsWith("LeakError: ")
                .contains("1 exception was seen by nobody. ")
                .contains("Task exception was never retrieved: Task[breaking failed: ")
                .contains("LeaksTest$Leaking.exception(LeaksTest.java:")
                .contains("java.lang.IllegalStateException: broken\n")
                .contains("LeaksTest.breaks(LeaksTest.java:");
        assertThat(Cases.only(Leaking.class, "exceptionAllowed")).isEqualTo("ok");
    }

    @Test
    void aGeneratorThatIsNotClosed() {
        assertThat(Cases.only(Leaking.class, "generator"))
                .startsWith("LeakError: ")
                .contains("1 generator was not closed. Use it in try-with-resources")
                .contains("- AsyncGenerator[")
                .contains("LeaksTest$Leaking.generator(LeaksTest.java:");
        assertThat(Cases.only(Leaking.class, "generatorAllowed")).isEqualTo("ok");
        assertThat(Cases.only(Leaking.class, "generatorClosed")).isEqualTo("ok");
    }

    /** Not open in the end any more: the loop has closed it, and warned of it. */
    @Test
    void aGeneratorThatTheCollectorHasFound() {
        var ends = Cases.run(Leaking.class);
        assertThat(ends.get("generatorAbandoned(EventLoop)"))
                .startsWith("LeakError: ")
                .contains("1 generator was not closed. ")
                .contains("- AsyncGenerator[")
                .contains("created at:")
                .contains("LeaksTest$Leaking.breaksOff(LeaksTest.java:")
                .doesNotContain("org.junit");
        assertThat(ends).containsEntry("generatorAbandonedAllowed(EventLoop)", "ok");
    }

    @Test
    void aTestThatFailsAnywayFailsWithItsOwn() {
        assertThat(Cases.only(Leaking.class, "failsAnyway")).isEqualTo("AssertionError: itself");
    }

    static class Slow {
        @AsyncTest(virtualTimeout = "PT1H")
        void inVirtualTime() {
            for (; ; ) {
                await(sleep(Duration.ofMinutes(7)));
            }
        }

        @AsyncTest(timeout = "PT0.2S")
        void inEndlessRounds() {
            for (; ; ) {
                await(sleep(0));
            }
        }

        @AsyncTest(timeout = "PT0.2S", time = TestTime.REAL)
        void inRealTime() {
            await(new Promise<Void>());
        }

        @AsyncTest(timeout = "PT0.2S")
        @SuppressWeaverWarnings("W23")
        void blocked() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @AsyncTest
        void forEver() {
            await(waits());
        }

        @AsyncTest(timeout = "soon")
        void wrongly() {}
    }

    @Test
    void aTestThatTakesTooLongShowsItsTasks() {
        var ends = Cases.run(Slow.class);
        assertThat(ends.get("inVirtualTime()"))
                .startsWith("TestTimeoutError: The test has not ended after 1h in virtual time. Its"
                        + " tasks:\nTask test\n")
                .contains("LeaksTest$Slow.inVirtualTime(LeaksTest.java:")
                .contains("sleep until 1h3m");
        assertThat(ends.get("inEndlessRounds()"))
                .startsWith("TestTimeoutError: ")
                .contains("0.2s on the system's clock. Its tasks:\nTask test");
        assertThat(ends.get("inRealTime()"))
                .startsWith("TestTimeoutError: ")
                .contains("LeaksTest$Slow.inRealTime(LeaksTest.java:")
                .contains("Promise[pending]");
        assertThat(ends.get("blocked()"))
                .startsWith("TestTimeoutError: ")
                .contains("The loop is busy and does not answer")
                .contains("CountDownLatch.await");
        assertThat(ends.get("forEver()"))
                .startsWith("LoopDeadlockException: Nothing is ready")
                .contains("LeaksTest.waits(LeaksTest.java:21)");
        assertThat(ends.get("wrongly()"))
                .isEqualTo("ExtensionConfigurationException: timeout = \"soon\" is no duration. Write"
                        + " it as \"PT5S\" or \"PT2H30M\".");
    }
}
