package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.Transactions;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.net.Connection;
import dev.jacquard.testing.net.Host;
import dev.jacquard.testing.net.Listener;
import dev.jacquard.testing.net.SimulatedNetwork;
import dev.jacquard.testing.schedules.ExploreSchedules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests that are cancelled at each of their awaits. */
class CancelEverywhereTest {
    static final List<String> TRAIL = new ArrayList<>();

    // ---- planted bugs --------------------------------------------------------------------------

    static class Bugs {
        @AsyncTest
        @CancelEverywhere
        void permit(AsyncTester tester) {
            AsyncSemaphore permits = tester.watch(new AsyncSemaphore(2));
            await(sleep(1));
            await(permits.acquire());
            await(sleep(1)); // cancelled here, the permit is gone
            permits.release();
        }

        @AsyncTest
        @CancelEverywhere
        void lock(AsyncTester tester) {
            AsyncLock lock = tester.watch(new AsyncLock());
            await(lock.acquire());
            try {
                await(sleep(1));
            } catch (RuntimeException e) { // a cancellation is none
                lock.release();
                throw e;
            }
            lock.release();
        }

        @AsyncTest
        @CancelEverywhere
        void item(AsyncTester tester) {
            AsyncQueue<String> queue = new AsyncQueue<>();
            List<String> done = new ArrayList<>();
            queue.putNowait("a");
            queue.putNowait("b");
            tester.watch("items", () -> queue.size() + done.size());
            while (!queue.isEmpty()) {
                String item = await(queue.get());
                await(sleep(1)); // cancelled here, the item is nowhere
                done.add(item);
            }
        }

        @AsyncTest
        @CancelEverywhere
        void connection() throws IOException {
            try (SimulatedNetwork net = new SimulatedNetwork(1);
                    Listener listener = net.host("b").listen(1)) {
                Connection c = await(net.host("a").connect("b", 1));
                Connection accepted = await(listener.accept());
                await(sleep(1));
                await(c.closeAsync());
                await(accepted.closeAsync());
                net.note("done");
            }
        }

        @AsyncTest
        @CancelEverywhere
        void connectionWithoutNetworksEnd() throws IOException {
            SimulatedNetwork net = new SimulatedNetwork(1);
            try (Listener listener = net.host("b").listen(1);
                    Connection c = await(net.host("a").connect("b", 1))) {
                Connection accepted = await(listener.accept());
                await(sleep(1)); // cancelled here, it stays open
                await(accepted.closeAsync());
            }
        }

        @AsyncTest
        @CancelEverywhere
        void swallowed() {
            try {
                await(sleep(1));
            } catch (CancelledError e) {
                // goes on
            }
            await(sleep(1));
        }

        @AsyncTest
        @CancelEverywhere
        void task() {
            AsyncEvent stop = new AsyncEvent();
            var running = createTask(stop.waitAsync(), "worker");
            await(sleep(1)); // cancelled here, nobody stops it
            stop.set();
            await(running);
        }

        @AsyncTest
        @CancelEverywhere
        void otherError() {
            try {
                await(sleep(1));
            } catch (CancelledError e) {
                throw new IllegalStateException("closed", e);
            }
        }

        @AsyncTest
        @CancelEverywhere(Mishap.TIMEOUT)
        void cancelsItself() {
            try {
                await(sleep(1));
            } catch (CancelledError e) {
                currentTask().cancel(); // and the timeout is none any more
                throw e;
            }
        }
    }

    private static final Map<String, String> BUGS = Cases.run(Bugs.class);

    private static String bug(String name) {
        return BUGS.entrySet().stream()
                .filter(e -> e.getKey().startsWith(name + "("))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lostPermitIsNamedWithItsAwait() {
        assertThat(bug("permit"))
                .startsWith("AssertionError: Fails in 1 of 3 runs.")
                .contains("\nCancelled at await 2 of 2, CancelEverywhereTest$Bugs.permit(Cancel")
                .contains("1 thing is still held or open. Hold it in a try,")
                .contains("AsyncSemaphore.permits() is 1 and was 2, watched at ")
                .contains("Bugs.permit(CancelEverywhereTest.java:")
                .contains("-Djacquard.cancel=CANCEL@2, @CancelEverywhere(only = \"CANCEL@2\")")
                .doesNotContain("await 1 of 2");
    }

    @Test
    void heldLockIsFound() {
        assertThat(bug("lock")).contains("AsyncLock.isLocked() is true and was false");
    }

    @Test
    void lostItemIsFound() {
        assertThat(bug("item"))
                .startsWith("AssertionError: Fails in 2 of 3 runs.")
                .contains("items is 1 and was 2");
    }

    @Test
    void openConnectionIsFoundWithWhereItWasOpened() {
        assertThat(bug("connectionWithoutNetworksEnd"))
                .contains("Connection[b - a, port 1]")
                .doesNotContain("Listener[");
        assertThat(bug("connection")).isEqualTo("ok"); // the network breaks them at its end
    }

    @Test
    void swallowedCancellationIsFound() {
        assertThat(bug("swallowed"))
                .startsWith("AssertionError: Fails in 1 of 3 runs.")
                .contains("ended normally although it was cancelled");
    }

    @Test
    void taskThatIsLeftIsFound() {
        assertThat(bug("task")).contains("1 task is still pending").contains("Task worker");
    }

    @Test
    void anotherExceptionIsNoRightEnd() {
        assertThat(bug("otherError")).contains("java.lang.IllegalStateException: closed");
    }

    @Test
    void timeoutThatWouldArriveAsCancellationIsFound() {
        assertThat(bug("cancelsItself"))
                .contains("Timed out at await 1 of 1")
                .contains("The timeout would arrive as a cancellation");
    }

    // ---- what others count ----------------------------------------------------------------------

    @Async
    private static Coroutine<Void> commits() {
        Transactions.begin("t1");
        await(sleep(1));
        Transactions.commit("t1");
        return Coroutine.done();
    }

    @Test
    void servicesTellWhatIsOpen() {
        assertThat(failure(EveryAwait.with(Mishap.CANCEL), tester -> commits()))
                .contains("Cancelled at await 1 of 1, CancelEverywhereTest.commits(Cancel")
                .contains("- Transaction t1 is open");
    }

    @Async
    private static Coroutine<Void> opens() {
        Runnable closed = getRunningLoop().opened("Valve[7]");
        await(sleep(1));
        closed.run();
        return Coroutine.done();
    }

    @Test
    void whatTheLoopWasToldOfIsNamedWithWhereItWasOpened() {
        assertThat(failure(EveryAwait.with(Mishap.CANCEL), tester -> opens()))
                .contains("- Valve[7]\n")
                .contains("opened at:")
                .contains("CancelEverywhereTest.opens(CancelEverywhereTest.java:");
    }

    private static InputStream open() throws IOException {
        return Files.newInputStream(Path.of("pom.xml"));
    }

    @Async
    private static Coroutine<Void> reads(List<InputStream> left) throws IOException {
        InputStream file = open();
        left.add(file);
        await(sleep(1));
        file.close();
        return Coroutine.done();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void openDescriptorIsNamed() throws IOException {
        List<InputStream> left = new ArrayList<>();
        EveryAwait counting = EveryAwait.with(Mishap.CANCEL, Mishap.TIMEOUT).descriptors(true);
        assertThat(failure(counting, tester -> reads(left)))
                .startsWith("Fails in 2 of 3 runs.")
                .contains("- Descriptor of " + Path.of("pom.xml").toRealPath() + " is open");
        for (InputStream file : left) {
            file.close();
        }
    }

    // ---- correct code --------------------------------------------------------------------------

    static class Correct {
        private AsyncSemaphore permits;
        private final List<String> log = new ArrayList<>();

        @BeforeEach
        @Async
        void open(AsyncTester tester) {
            await(sleep(1));
            permits = tester.watch(new AsyncSemaphore(1));
            assertThat(log).isEmpty();
            assertThat(getRunningLoop().time()).isEqualTo(Duration.ofMillis(1));
            log.add("open");
        }

        @AfterEach
        @Async
        void close() {
            await(sleep(1));
            TRAIL.add(log + " at " + getRunningLoop().time().toMillis());
        }

        @AsyncTest
        @CancelEverywhere({Mishap.CANCEL, Mishap.TIMEOUT})
        void fixturesAreFreshAndNotCancelled() {
            try (var held = await(permits.acquire())) {
                await(sleep(10));
                log.add("slept");
                await(sleep(10));
            }
            log.add("end");
        }
    }

    @Test
    void eachRunHasItsOwnFixturesAndTime() {
        TRAIL.clear();
        assertThat(Cases.run(Correct.class)).containsValue("ok").hasSize(1);
        assertThat(TRAIL)
                .containsExactly(
                        "[open, slept, end] at 22",
                        "[open] at 2",
                        "[open] at 2",
                        "[open, slept] at 12",
                        "[open, slept] at 12");
    }

    static class Kinds {
        @RepeatedTest(2)
        @CancelEverywhere
        @Async
        void repeated() {
            await(sleep(1));
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 30})
        @CancelEverywhere
        @Async
        void awaits(int n) {
            for (int i = 0; i < n; i++) {
                await(sleep(1));
            }
        }

        @Nested
        @CancelEverywhere
        class Inner {
            @AsyncTest
            void ofItsClass() {
                await(sleep(0));
                await(sleep(0));
            }

            @Test
            void plain() {}
        }
    }

    @Test
    void runsAreOnePerAwaitAndOne() {
        List<String> entries = new ArrayList<>();
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("jacquard.cases", "true")
                .selectors(
                        DiscoverySelectors.selectClass(Kinds.class),
                        DiscoverySelectors.selectNestedClass(List.of(Kinds.class), Kinds.Inner.class))
                .execute()
                .testEvents()
                .assertStatistics(s -> s.failed(0).succeeded(7))
                .reportingEntryPublished()
                .stream()
                .forEach(e -> entries.add(e.getRequiredPayload(ReportEntry.class)
                        .getKeyValuePairs()
                        .get("awaits")));
        assertThat(entries)
                .containsExactlyInAnyOrder(
                        "1 awaits, 2 runs",
                        "1 awaits, 2 runs",
                        "0 awaits, 1 runs",
                        "1 awaits, 2 runs",
                        "30 awaits, 31 runs",
                        "2 awaits, 3 runs");
    }

    // ---- moments -------------------------------------------------------------------------------

    /** Loses the item if it is cancelled when that has arrived. */
    @Async
    private static Coroutine<Void> handsOver(AsyncTester tester) {
        List<String> items = new ArrayList<>(List.of("a"));
        List<String> done = new ArrayList<>();
        tester.watch("items", () -> items.size() + done.size());
        Promise<String> promise = new Promise<>();
        getRunningLoop().callSoon(() -> {
            if (!promise.isDone()) {
                promise.setResult(items.remove(0));
            }
        });
        done.add(await(promise));
        return Coroutine.done();
    }

    @Test
    void anItemThatHasArrivedMeetsTheCancellationInALaterTurn() {
        EveryAwait atOnce = EveryAwait.with(Mishap.CANCEL);
        assertThat(atOnce.check(CancelEverywhereTest::handsOver).runs()).isEqualTo(2);
        assertThat(failure(atOnce.at(CancelEverywhere.At.LOOP_TURNS), CancelEverywhereTest::handsOver))
                .contains("Cancelled at await 1 of 1 in turn 1")
                .contains("items is 0 and was 1")
                .contains("To repeat it: CANCEL@1+1");
    }

    @Test
    void oneMomentIsRepeatedAlone() {
        EveryAwait turns = EveryAwait.with(Mishap.CANCEL).at(CancelEverywhere.At.LOOP_TURNS);
        assertThat(failure(turns.only("CANCEL@1+1"), CancelEverywhereTest::handsOver))
                .startsWith("Fails in 1 run.")
                .contains("in turn 1");
        System.setProperty(EveryAwait.PROPERTY, "CANCEL@9");
        try {
            assertThat(failure(turns, CancelEverywhereTest::handsOver))
                    .isEqualTo("CANCEL@9 did not come: the test has ended after 1 awaits.");
        } finally {
            System.clearProperty(EveryAwait.PROPERTY);
        }
        assertThat(failure(() -> turns.only("cancel 3"))).contains("Write CANCEL@7, TIMEOUT@7");
    }

    @Test
    void tooManyRunsAreRefused() {
        assertThat(failure(EveryAwait.with(Mishap.CANCEL, Mishap.TIMEOUT).maxRuns(20), tester -> tenTimes()))
                .startsWith("There would be 21 runs, more than maxRuns = 20")
                .contains("[CANCEL, TIMEOUT] at 10 awaits");
        assertThat(EveryAwait.with(Mishap.CANCEL).maxRuns(11).check(tester -> tenTimes()))
                .isEqualTo(new AwaitRuns(10, 11, 0));
    }

    @Async
    private static Coroutine<Void> tenTimes() {
        for (int i = 0; i < 10; i++) {
            await(sleep(1));
        }
        return Coroutine.done();
    }

    private static <X extends Exception> String failure(
            EveryAwait options, ThrowingAsyncFunction<AsyncTester, Void, X> program) {
        return failure(() -> options.check(program));
    }

    private static String failure(Executable e) {
        return assertThrows(Throwable.class, e).getMessage();
    }

    // ---- lost connections ----------------------------------------------------------------------

    @Async
    private static Coroutine<Void> answers(Listener listener) throws IOException {
        try (Connection c = await(listener.accept())) {
            await(c.writeLine("hello " + await(c.readLine())));
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> asks() throws IOException {
        SimulatedNetwork net = new SimulatedNetwork(1);
        Host server = net.host("server");
        try (Listener listener = server.listen(1)) {
            var serving = server.spawn(answers(listener), "serving");
            try (Connection c = await(net.host("client").connect("server", 1))) {
                await(c.writeLine("world"));
                assertThat(await(c.readLine())).isEqualTo("hello world");
            } finally {
                serving.cancel();
            }
        }
        return Coroutine.done();
    }

    @Test
    void connectionsAreLostWhereThereAreSome() throws IOException {
        EveryAwait lost = EveryAwait.with(Mishap.CONNECTION_LOST).at(CancelEverywhere.At.LOOP_TURNS);
        AwaitRuns runs = lost.check(tester -> asks());
        assertThat(runs.runs()).isGreaterThan(3);
        assertThat(failure(lost, tester -> fails()))
                .contains("Connections lost at await ")
                .contains("java.lang.IllegalStateException: wrong answer");
    }

    @Async
    private static Coroutine<Void> fails() throws IOException {
        MemoryStream.Pair pair = MemoryStream.pair();
        await(pair.left().writeLine("answer"));
        try {
            await(sleep(1));
            await(pair.right().readLine());
        } catch (IOException e) {
            throw new IllegalStateException("wrong answer");
        }
        return Coroutine.done();
    }

    // ---- what does not fit ---------------------------------------------------------------------

    static class Misfits {
        @Test
        @CancelEverywhere
        void doesNotAwait() {}

        @AsyncTest
        @CancelEverywhere
        @ExploreSchedules
        void both() {
            await(sleep(1));
        }

        @AsyncTest
        @CancelEverywhere({})
        void nothing() {
            await(sleep(1));
        }

        @AsyncTest
        @CancelEverywhere(only = "CANCEL 3")
        void typo() {
            await(sleep(1));
        }

        @AsyncTest
        @CancelEverywhere
        void assumes() {
            await(sleep(1));
            assumeTrue(false, "not here");
        }

        @AsyncTest
        @CancelEverywhere(mayEndNormally = true, expected = IllegalStateException.class)
        void onPurpose() {
            try {
                await(sleep(1));
            } catch (CancelledError e) {
                // on purpose
            }
            try {
                await(sleep(1));
            } catch (CancelledError e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void whatDoesNotFitIsTold() {
        Map<String, String> ends = Cases.run(Misfits.class);
        assertThat(ends.get("doesNotAwait()")).contains("would run once: @CancelEverywhere");
        assertThat(ends.get("both()")).contains("Make two tests of it");
        assertThat(ends.get("nothing()")).contains("name a Mishap");
        assertThat(ends.get("typo()")).contains("\"CANCEL 3\" names no moment of a test");
        assertThat(ends.get("assumes()")).startsWith("TestAbortedException: ").contains("not here");
        assertThat(ends.get("onPurpose()")).isEqualTo("ok");
    }
}
