package dev.jacquard.testing.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.AsyncLock;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopDeadlockException;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExplorerTest {
    private static int runs; // what should not be: it is left from run to run

    // ---- what is explored ----------------------------------------------------------------------

    private static Explorer all() {
        return Explorer.exhaustive(20, 100);
    }

    /** What a program makes, under all schedules. */
    private static Set<String> outcomes(Explorer explorer, OneOutcome program) {
        Set<String> outcomes = new TreeSet<>();
        Exploration e = explorer.explore(() -> {
            List<String> trail = new ArrayList<>();
            return thenAdd(program.run(trail), trail, outcomes);
        });
        assertThat(e.complete()).as(e.report()).isTrue();
        return outcomes;
    }

    private interface OneOutcome {
        Coroutine<?> run(List<String> trail);
    }

    @Async
    private static Coroutine<Void> thenAdd(Coroutine<?> c, List<String> trail, Set<String> all) {
        await(c);
        all.add(String.join("", trail));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> step(String name, List<String> trail) {
        trail.add(name);
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> two(String name, List<String> trail) {
        trail.add(name);
        await(sleep(0));
        trail.add(name);
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> asleep(String name, List<String> trail) {
        await(sleep(1000));
        trail.add(name);
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> callbacks(List<String> trail) {
        getRunningLoop().callSoon(() -> trail.add("a"));
        getRunningLoop().callSoon(() -> trail.add("b"));
        await(sleep(1000));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> timers(List<String> trail) {
        getRunningLoop().callLater(Duration.ofSeconds(1), () -> trail.add("a"));
        getRunningLoop().callLater(Duration.ofSeconds(1), () -> trail.add("b"));
        await(sleep(2000));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> threads(List<String> trail) {
        return onlyAwait(gather(toThread(() -> trail.add("a")), toThread(() -> trail.add("b"))));
    }

    @Async
    private static Coroutine<Void> onlyAwait(dev.jacquard.Awaitable<?> x) {
        await(x);
        return Coroutine.done();
    }

    @Test
    void exhaustiveRunsAllOrdersOfTasks() {
        assertThat(outcomes(all(), t -> onlyAwait(gather(step("a", t), step("b", t), step("c", t)))))
                .containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
        assertThat(outcomes(all(), t -> onlyAwait(gather(two("a", t), two("b", t)))))
                .containsExactly("aabb", "abab", "abba", "baab", "baba", "bbaa");
    }

    @Test
    void tasksThatWakeUpAtOnceAreReordered() {
        assertThat(outcomes(all(), t -> onlyAwait(gather(asleep("a", t), asleep("b", t)))))
                .containsExactly("ab", "ba");
    }

    @Test
    void callbacksKeepTheirOrderUnlessFreed() {
        assertThat(outcomes(all(), ExplorerTest::callbacks)).containsExactly("ab");
        assertThat(outcomes(all().freeing(Freedom.CALLBACKS), ExplorerTest::callbacks))
                .containsExactly("ab", "ba");
    }

    @Test
    void timersKeepTheirOrderUnlessFreed() {
        assertThat(outcomes(all(), ExplorerTest::timers)).containsExactly("ab");
        assertThat(outcomes(all().freeing(Freedom.TIMERS), ExplorerTest::timers))
                .containsExactly("ab", "ba");
    }

    @Test
    void threadsEndInAnyOrder() {
        assertThat(outcomes(all(), ExplorerTest::threads)).containsExactly("ab", "ba");
    }

    @Test
    void eachScheduleIsRunOnce() {
        Set<String> schedules = new TreeSet<>();
        ExhaustiveChooser chooser = new ExhaustiveChooser(Freedom.ALWAYS, 20, 100);
        Recorder recorder = new Recorder(chooser, Freedom.ALWAYS, 100, null);
        int n = 0;
        while (chooser.begin()) {
            n++;
            ScheduledRun.run(Account::twoDeposits, recorder);
            chooser.end(recorder);
            schedules.add(recorder.replay());
        }
        assertThat(chooser.isComplete()).isTrue();
        assertThat(schedules).hasSize(n);
    }

    @Test
    void theReportSaysWhatWasRun() {
        Program program = () -> onlyAwait(gather(sleep(0), sleep(0)));
        assertThat(all().explore(program).report())
                .matches("all \\d+ orders were run \\(orders of tasks' steps, threads' results"
                        + " and deliveries; no pruning\\)");
        assertThat(Explorer.exhaustive(1, 100).explore(program).report())
                .startsWith("bound reached: all ")
                .contains("with at most 1 deviations from FIFO, in the first 100 steps, were run");
        assertThat(all().runs(2).explore(program).report())
                .startsWith("bound reached: 2 schedules were run, not even all");
        assertThat(Explorer.random(1).runs(5).explore(program).report())
                .isEqualTo("5 schedules at random (seed 1); nothing is said of others");
        assertThat(Explorer.pct(1, 2).runs(5).explore(program).report())
                .isEqualTo("5 schedules by priorities (PCT, seed 1, depth 2); nothing is said of" + " others");
    }

    // ---- what fails ----------------------------------------------------------------------------

    @Test
    void fifoDoesNotFindWhatItDoesNotDo() {
        assertThat(Explorer.fifo().explore(Account::twoDeposits).runs()).isEqualTo(1);
    }

    @Test
    void aFailureIsToldAsAStory() {
        Throwable e = catchThrowable(() -> Explorer.random(1).explore(Account::twoDeposits));
        assertThat(e)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Fails under the schedule 2,3 (2 deviations from FIFO):"
                        + " java.lang.AssertionError: an update is lost: 1\n"
                        + "Found by random(seed 1) in run ")
                .hasMessageContaining("to 2 in ")
                .hasMessageContaining("; none with fewer fails.")
                .hasMessageMatching("(?s).*\n"
                        + "      1  main        starts, waits at"
                        + " Account.twoDeposits\\(Account.java:\\d+\\) for gather\\[0 of 2"
                        + " done]; makes Task-1, Task-2\n"
                        + "      2\\* Task-2      starts, yields at"
                        + " Account.deposit\\(Account.java:\\d+\\)  <- instead of Task-1\n"
                        + ".*")
                .hasMessageContaining("-Djacquard.schedule=2,3, ")
                .hasMessageContaining("@ExploreSchedules(schedule = \"2,3\")")
                .cause()
                .hasMessage("an update is lost: 1");
    }

    @Test
    void whatIsPrintedRepeatsIt() {
        Explorer explorer = Explorer.fifo();
        assertThatThrownBy(() -> explorer.run(Schedule.parse("2,3"), Account::twoDeposits))
                .hasMessageContaining("an update is lost: 1");
        explorer.run(Schedule.parse("2"), Account::twoDeposits);
    }

    @Test
    void aRandomScheduleIsRepeatedExactly() {
        RandomChooser random = new RandomChooser(7);
        for (int i = 0; i < 200; i++) {
            Recorder first = new Recorder(random, Freedom.ALWAYS, 100, null);
            random.begin();
            Throwable one = ScheduledRun.run(Account::twoDeposits, first);
            Schedule schedule = Schedule.parse(first.replay());
            Recorder again = new Recorder(new ScheduleChooser(schedule), Freedom.ALWAYS, 100, null);
            Throwable two = ScheduledRun.run(Account::twoDeposits, again);
            assertThat(again.replay()).isEqualTo(first.replay());
            assertThat(two == null).isEqualTo(one == null);
        }
    }

    @Test
    void theSystemPropertyRunsOnlyThatSchedule() {
        System.setProperty(Explorer.PROPERTY, "2");
        try {
            assertThat(Explorer.random(1).explore(Account::twoDeposits).report())
                    .isEqualTo("only the schedule 2");
            System.setProperty(Explorer.PROPERTY, "2,3");
            assertThatThrownBy(() -> Explorer.fifo().explore(Account::twoDeposits))
                    .hasMessageContaining("an update is lost");
        } finally {
            System.clearProperty(Explorer.PROPERTY);
        }
    }

    @Test
    void aDeadlockIsAFailure() {
        assertThatThrownBy(() -> Explorer.random(1).explore(ExplorerTest::forEver))
                .hasCauseInstanceOf(LoopDeadlockException.class)
                .hasMessageContaining("Waiting for ever:");
    }

    @Async
    private static Coroutine<Void> forEver() {
        AsyncLock lock = new AsyncLock();
        await(lock.acquire());
        await(lock.acquire());
        return Coroutine.done();
    }

    @Test
    void aProgramThatNeverEndsIsAFailure() {
        assertThatThrownBy(() -> Explorer.random(1).maxSteps(500).explore(ExplorerTest::livelock))
                .hasMessageContaining("After 500 steps the program has not ended: a livelock")
                .hasMessageContaining("... 380 more steps");
    }

    @Async
    private static Coroutine<Void> livelock() {
        while (runs >= 0) {
            await(sleep(0));
        }
        return Coroutine.done();
    }

    @Test
    void anErrorThatNobodySeesIsAFailure() {
        assertThatThrownBy(() -> Explorer.fifo().explore(ExplorerTest::brokenCallback))
                .hasMessageContaining("Told to the loop's exception handler")
                .hasRootCauseMessage("in a callback");
    }

    @Async
    private static Coroutine<Void> brokenCallback() {
        getRunningLoop().callSoon(() -> {
            throw new IllegalStateException("in a callback");
        });
        await(sleep(0));
        await(sleep(0));
        return Coroutine.done();
    }

    @Test
    void whatIsLeftIsCancelled() {
        List<String> trail = new ArrayList<>();
        Explorer.fifo().explore(() -> leave(trail));
        assertThat(trail).containsExactly("cleaned up");
    }

    @Async
    private static Coroutine<Void> leave(List<String> trail) {
        createTask(untilCancelled(trail));
        await(sleep(0));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> untilCancelled(List<String> trail) {
        try {
            await(sleep(Duration.ofDays(1)));
        } finally {
            await(sleep(0));
            trail.add("cleaned up");
        }
        return Coroutine.done();
    }

    // ---- what is not controlled ----------------------------------------------------------------

    @Async
    private static Coroutine<Void> otherwiseEachTime() {
        if (runs++ % 2 == 0) {
            await(sleep(0));
        }
        await(gather(sleep(0), sleep(0)));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> failsOnce() {
        await(sleep(0));
        if (runs++ == 0) {
            throw new IllegalStateException("only once");
        }
        return Coroutine.done();
    }

    @Test
    void theFirstDifferenceOfTwoRunsIsNamed() {
        runs = 0;
        Explorer.fifo().checkRepeats(Schedule.parse("2,3"), Account::twoDeposits);
        assertThatThrownBy(() -> Explorer.fifo().checkRepeats(Schedule.fifo(), ExplorerTest::otherwiseEachTime))
                .hasMessageContaining("does not do the same twice under the schedule fifo")
                .hasMessageMatching("(?s).*first run:  step 1 main starts, yields at .*"
                        + "second run: step 1 main starts, waits at .*");
    }

    @Test
    void aFailureThatDoesNotComeAgainIsToldSo() {
        runs = 0;
        assertThatThrownBy(() -> Explorer.random(1).explore(ExplorerTest::failsOnce))
                .hasMessageContaining("something is not controlled by it")
                .hasMessageContaining("First run:  throws java.lang.IllegalStateException")
                .hasMessageContaining("Second run: succeeds");
    }

    // ---- as an annotation ----------------------------------------------------------------------

    @ExploreSchedules(runs = 50, strategy = ExploreSchedules.Kind.EXHAUSTIVE, maxDeviations = 1)
    void anExplorerIsMadeFromTheAnnotation(Explorer explorer) {
        Exploration e = explorer.explore(Account::twoDeposits); // one deviation is too little
        assertThat(e.report()).contains("with at most 1 deviations");
    }

    @ExploreSchedules(schedule = "2,3")
    void theAnnotationNamesASchedule(Explorer explorer) {
        assertThatThrownBy(() -> explorer.explore(Account::twoDeposits))
                .hasMessageContaining("Fails under the schedule 2,3");
    }
}
