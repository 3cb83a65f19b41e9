package dev.jacquard.testing.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.Asyncio.waitAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.net.Connection;
import dev.jacquard.testing.net.Delay;
import dev.jacquard.testing.net.Host;
import dev.jacquard.testing.net.LinkSettings;
import dev.jacquard.testing.net.Listener;
import dev.jacquard.testing.net.SimulatedNetwork;
import dev.jacquard.testing.net.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Packets, threads, timers, tasks and choices under one schedule. */
class NetworkSchedulesTest {
    private final Set<String> outcomes = new TreeSet<>();

    /** Writes what it says. */
    private interface Scenario {
        Coroutine<?> run(SimulatedNetwork net, StringBuilder trail) throws Exception;
    }

    private Program program(Scenario scenario) {
        return Simulation.program(net -> collect(net, scenario));
    }

    @Async
    private Coroutine<Void> collect(SimulatedNetwork net, Scenario scenario) throws Exception {
        StringBuilder trail = new StringBuilder();
        await(scenario.run(net, trail), Exception.class);
        outcomes.add(trail.toString());
        return Coroutine.done();
    }

    // ---- packets -------------------------------------------------------------------------------

    /** The host at the other end of two streams writes down what comes. */
    @Async
    private static Coroutine<Void> twoStreams(SimulatedNetwork net, StringBuilder trail, LinkSettings links)
            throws IOException {
        net.setLinks(links);
        Host b = net.host("b");
        Listener listener = b.listen(80);
        Connection one = await(net.host("a").connect(b, 80));
        Connection two = await(net.host("a").connect(b, 80));
        Task<Void> first = createTask(writesDown(await(listener.accept()), trail));
        Task<Void> second = createTask(writesDown(await(listener.accept()), trail));
        await(sleep(10)); // they are waiting
        await(one.write(new byte[] {'1'}));
        await(one.write(new byte[] {'2'}));
        await(two.write(new byte[] {'x'}));
        await(sleep(10)); // all has arrived
        first.cancel();
        second.cancel();
        await(waitAll(List.of(first, second)));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> writesDown(Connection c, StringBuilder trail) throws IOException {
        for (; ; ) {
            trail.append((char) await(c.read(1))[0]);
        }
    }

    @Test
    void packetsOfIndependentStreamsAreReorderedAndThoseOfOneStreamAreNot() {
        for (LinkSettings links : List.of(LinkSettings.PERFECT, LinkSettings.IMMEDIATE)) {
            outcomes.clear();
            Explorer.random(3).explore(program((net, trail) -> twoStreams(net, trail, links)));
            assertThat(outcomes).containsExactly("12x", "1x2", "x12");
            outcomes.clear();
            Explorer.fifo().explore(program((net, trail) -> twoStreams(net, trail, links)));
            assertThat(outcomes).containsExactly("12x");
        }
    }

    @Test
    void aPacketIsAStepThatIsToldAndRepeated() {
        Program program = program((net, trail) -> twoStreams(net, trail, LinkSettings.PERFECT));
        Explorer explorer = Explorer.fifo();
        String story = explorer.story(Schedule.fifo(), program);
        assertThat(story)
                .containsPattern("\\d+  b +is asked by a to connect to port 80")
                .containsPattern("\\d+  a +is connected to b, port 80; wakes main")
                .containsPattern("\\d+  b +receives \"1\" from a; wakes Task-1")
                .containsPattern("\\d+  b +receives \"2\" from a\n")
                .containsPattern("\\d+  b +receives \"x\" from a; wakes Task-2");
        int step = step(story, "receives \"1\" from a");
        Schedule other = Schedule.parse(Integer.toString(step));
        outcomes.clear();
        assertThat(explorer.story(other, program))
                .containsPattern(step + "\\* b +receives \"x\" from a; wakes Task-2  <- instead of b");
        assertThat(outcomes).containsExactly("x12");
        explorer.checkRepeats(other, program);
    }

    private static int step(String story, String what) {
        String line = story.lines().filter(l -> l.contains(what)).findFirst().orElseThrow();
        return Integer.parseInt(line.strip().split("\\D", 2)[0]);
    }

    @Test
    void aHeldBackPacketIsTold() {
        Program program = program((net, trail) -> {
            Host b = net.host("b");
            Listener listener = b.listen(80);
            Connection c = await(net.host("a").connect(b, 80));
            net.partition(net.host("a"), b);
            await(c.write(new byte[] {'1'}));
            await(sleep(5));
            net.heal();
            await(sleep(5));
            Connection there = await(listener.accept());
            trail.append((char) await(there.read(1))[0]);
            return Coroutine.done();
        });
        assertThat(Explorer.fifo().story(Schedule.fifo(), program))
                .containsPattern("b +does not get, held back: receives \"1\" from a\n")
                .containsPattern("b +receives \"1\" from a\n");
        assertThat(outcomes).containsExactly("1");
    }

    // ---- together with others ------------------------------------------------------------------

    @Async
    private static Coroutine<Void> packetAndThread(SimulatedNetwork net, StringBuilder trail) throws IOException {
        net.setLinks(LinkSettings.IMMEDIATE);
        Host b = net.host("b");
        Listener listener = b.listen(80);
        Connection c = await(net.host("a").connect(b, 80));
        Connection there = await(listener.accept());
        Task<?> reads = createTask(reads(there, trail));
        await(sleep(1));
        await(c.write(new byte[] {'p'}));
        await(gather(reads, toThread(() -> trail.append('t')), steps(trail)));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> reads(Connection c, StringBuilder trail) throws IOException {
        trail.append((char) await(c.read(1))[0]);
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> steps(StringBuilder trail) {
        trail.append('s');
        return Coroutine.done();
    }

    @Test
    void packetsThreadsAndTasksComeInAnyOrder() {
        Explorer.random(1).explore(program(NetworkSchedulesTest::packetAndThread));
        assertThat(outcomes).containsExactly("pst", "pts", "spt", "stp", "tps", "tsp");
    }

    @Async
    private static Coroutine<Void> packetAndTimers(SimulatedNetwork net, StringBuilder trail) throws IOException {
        Host b = net.host("b");
        Listener listener = b.listen(80);
        Connection c = await(net.host("a").connect(b, 80));
        Task<?> reads = createTask(reads(await(listener.accept()), trail));
        Duration later = Duration.ofMillis(1);
        getRunningLoop().callLater(later, () -> trail.append('1'));
        getRunningLoop().callLater(later, () -> trail.append('2'));
        await(c.write(new byte[] {'p'})); // takes a millisecond, too
        await(reads);
        await(sleep(1));
        return Coroutine.done();
    }

    @Test
    void packetsAndTimersThatAreDueTogetherComeInAnyOrder() {
        Explorer explorer = Explorer.random(1);
        explorer.explore(program(NetworkSchedulesTest::packetAndTimers));
        assertThat(outcomes).containsExactly("12p", "1p2", "p12"); // timers keep their order
        explorer.freeing(Freedom.TIMERS).explore(program(NetworkSchedulesTest::packetAndTimers));
        assertThat(outcomes).containsExactly("12p", "1p2", "21p", "2p1", "p12", "p21");
    }

    // ---- choices -------------------------------------------------------------------------------

    @Async
    private static Coroutine<Void> choices(SimulatedNetwork net, StringBuilder trail) {
        trail.append(net.choose("letter", List.of("a", "b", "c")));
        await(sleep(0));
        trail.append(net.happens("rain", 0.5) ? '!' : '.');
        return Coroutine.done();
    }

    @Test
    void allChoicesAreExplored() {
        Exploration e = Explorer.exhaustive(20, 100).explore(program(NetworkSchedulesTest::choices));
        assertThat(e.complete()).isTrue();
        assertThat(e.report()).contains("deliveries, and all choices; no pruning)");
        assertThat(outcomes).containsExactly("a!", "a.", "b!", "b.", "c!", "c.");
        outcomes.clear();
        Explorer.pct(1, 2).explore(program(NetworkSchedulesTest::choices));
        assertThat(outcomes).containsExactly("a!", "a.", "b!", "b.", "c!", "c.");
    }

    @Test
    void aChoiceIsTheFirstOneUnlessTheScheduleDeviates() {
        Program program = program(NetworkSchedulesTest::choices);
        assertThat(Explorer.fifo().story(Schedule.fifo(), program)).doesNotContain("(choice)");
        assertThat(Explorer.fifo().story(Schedule.parse("2:2,4"), program))
                .containsPattern("2\\* \\(choice\\) +letter: c  <- instead of a\n")
                .containsPattern("4\\* \\(choice\\) +rain: yes  <- instead of no\n");
        assertThat(outcomes).containsExactly("a.", "c!");
    }

    @Test
    void faultsAndDelaysAreChoices() {
        Program program = program((net, trail) -> {
            net.setLinks(LinkSettings.PERFECT
                    .withLoss(0.1)
                    .withDelay(Delay.oneOf(Duration.ofMillis(1), Duration.ofMillis(5))));
            Host b = net.host("b");
            Listener listener = b.listen(80);
            await(net.host("a").connect(b, 80));
            trail.append(getRunningLoop().time().toMillis());
            return Coroutine.done();
        });
        Explorer.exhaustive(1, 100).explore(program);
        assertThat(outcomes).containsExactly("2", "202", "6");
        assertThat(Explorer.fifo().story(Schedule.parse("3"), program))
                .containsPattern("3\\* \\(choice\\) +lose a packet a -> b: yes  <- instead of no");
    }

    @Test
    void withoutAScheduleTheFirstIsChosen() {
        assertThat(Choices.isExploring()).isFalse();
        assertThat(Choices.among("letter", List.of("a", "b"))).isEqualTo("a");
        assertThat(Choices.happens("rain", 1)).isFalse();
        assertThatThrownBy(() -> Choices.among("letter", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Nothing to choose from: letter");
        assertThatThrownBy(() -> Choices.happens("rain", 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a probability: 1.5");
    }

    // ---- events of a test's own ----------------------------------------------------------------

    /** A disk has written. */
    private static final class Written extends Event {
        private final @Nullable Object stream;
        private final Runnable happens;

        Written(@Nullable Object stream, Runnable happens) {
            this.stream = stream;
            this.happens = happens;
        }

        @Override
        protected void happen() {
            happens.run();
        }

        @Override
        protected String who() {
            return "disk";
        }

        @Override
        protected String what() {
            return "has written";
        }

        @Override
        protected @Nullable Object stream() {
            return stream;
        }
    }

    @Async
    private static Coroutine<Void> disk(@Nullable Object stream, StringBuilder trail) {
        EventLoop loop = getRunningLoop();
        Duration when = loop.time().plusMillis(5);
        new Written(stream, () -> trail.append('a')).happenAt(loop, when);
        new Written(stream, () -> trail.append('b')).happenAt(loop, when);
        await(sleep(5));
        await(sleep(1));
        return Coroutine.done();
    }

    @Test
    void eventsWithoutAStreamAreIndependent() {
        Explorer.exhaustive(20, 100).explore(program((net, trail) -> disk(null, trail)));
        assertThat(outcomes).containsExactly("ab", "ba");
        outcomes.clear();
        Explorer.exhaustive(20, 100).explore(program((net, trail) -> disk("disk", trail)));
        assertThat(outcomes).containsExactly("ab");
    }

    @Test
    void anEventThatFailsIsAFailure() {
        Program program = program((net, trail) -> {
            new Written(null, () -> {
                        throw new IllegalStateException("full");
                    })
                    .happenSoon(getRunningLoop());
            await(sleep(1));
            return Coroutine.done();
        });
        assertThatThrownBy(() -> Explorer.fifo().explore(program))
                .hasMessageContaining("Exception in event disk has written")
                .hasRootCauseMessage("full");
    }

    @Test
    void aHostWhoseProgramFailsIsAFailure() {
        Program program = program((net, trail) -> {
            net.host("b").boot(() -> {
                throw new IllegalStateException("no disk");
            });
            await(sleep(1));
            return Coroutine.done();
        });
        assertThatThrownBy(() -> Explorer.fifo().explore(program)).hasRootCauseMessage("no disk");
    }

    // ---- strategies ----------------------------------------------------------------------------

    @Async
    private static Coroutine<Void> manyTasks(List<Integer> order) {
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int n = i;
            tasks.add(createTask(adds(order, n)));
        }
        await(gather(tasks));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> adds(List<Integer> order, int n) {
        order.add(n);
        return Coroutine.done();
    }

    @Test
    void pctKnowsMoreThanSixteenTasks() {
        List<Integer> order = new ArrayList<>();
        Explorer.pct(1, 3).runs(1).explore(() -> {
            order.clear();
            return manyTasks(order);
        });
        assertThat(order).hasSize(100).isNotEqualTo(order.stream().sorted().toList());
    }
}
