package dev.jacquard.testing.register;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.net.Delay;
import dev.jacquard.testing.net.Host;
import dev.jacquard.testing.net.LinkSettings;
import dev.jacquard.testing.net.SimulatedNetwork;
import dev.jacquard.testing.net.Simulation;
import dev.jacquard.testing.net.SimulationError;
import dev.jacquard.testing.register.Register.Bug;
import dev.jacquard.testing.schedules.Explorer;
import dev.jacquard.testing.schedules.Finding;
import dev.jacquard.testing.schedules.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever reads sees what was written before, and what others have read before: with crashes and partitions. */
class RegisterTest {
    private static final int SEEDS = 100;

    /** What clients have seen so far. */
    private static final class History {
        long written; // acknowledged
        long seen; // by a read that has ended
    }

    @Async
    static Coroutine<Void> writes(SimulatedNetwork net, Register register, History history) {
        for (long value = 1; value <= 5; value++) {
            await(register.write(net.host("writer"), value));
            history.written = value;
            net.note("written " + value);
            await(pause(net));
        }
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> reads(SimulatedNetwork net, Register register, History history, String name) {
        for (int i = 0; i < 8; i++) {
            long atLeast = Math.max(history.written, history.seen);
            long value = await(register.read(net.host(name)));
            net.note(name + " has read " + value);
            if (value < atLeast) {
                throw new AssertionError(name + " has read " + value + ", but " + atLeast + " was there before");
            }
            history.seen = Math.max(history.seen, value);
            await(pause(net));
        }
        return Coroutine.done();
    }

    private static Coroutine<Void> pause(SimulatedNetwork net) {
        return sleep(Duration.ofMillis(net.random().nextInt(200)));
    }

    /** Crashes one replica at a time, and cuts hosts off from each other. */
    @Async
    static Coroutine<Void> makesTrouble(SimulatedNetwork net, List<Host> replicas) {
        for (; ; ) {
            await(pause(net));
            Host victim = replicas.get(net.random().nextInt(replicas.size()));
            if (net.random().nextInt(3) > 0) {
                victim.crash();
                await(pause(net));
                victim.restart();
            } else {
                for (Host other : net.hosts()) {
                    if (other != victim && net.random().nextBoolean()) {
                        net.partition(victim, other);
                    }
                }
                await(sleep(Duration.ofMillis(net.random().nextInt(2000))));
                net.heal();
            }
        }
    }

    // doc: simulation
    @Async
    static Coroutine<Void> scenario(SimulatedNetwork net, Bug bug) {
        net.setLinks(LinkSettings.PERFECT.withDelay(
                Delay.exponential(Duration.ofMillis(5)).orSometimes(0.1, Delay.fixed(Duration.ofMillis(500)))));
        List<Host> replicas = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            replicas.add(net.host("replica" + i));
        }
        History history = new History();
        Register register = new Register(replicas, bug);
        Task<Void> trouble = createTask(makesTrouble(net, replicas));
        try {
            await(gather(
                    writes(net, register, history),
                    reads(net, register, history, "reader1"),
                    reads(net, register, history, "reader2")));
        } finally {
            trouble.cancel();
            await(waitAll(List.of(trouble)));
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource(value = Bug.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aWrongRegisterIsFound(Bug bug) {
        assertThatThrownBy(() -> Simulation.check(SEEDS, net -> scenario(net, bug)))
                .isInstanceOf(SimulationError.class)
                .hasMessageContaining(" was there before")
                .hasMessageContaining("What happened:");
    }

    @Test
    void theRightRegisterPassesTheSameSeeds() {
        assertThat(Simulation.check(SEEDS, net -> scenario(net, Bug.NONE))).isEqualTo(SEEDS);
    }

    // end

    /** The same with the choices of a schedule: short, so that many can be run. */
    @Async
    static Coroutine<Void> scheduled(SimulatedNetwork net, Bug bug) {
        net.setLinks(LinkSettings.IMMEDIATE.withDelay(Delay.oneOf(Duration.ZERO, Duration.ofMillis(200))));
        List<Host> replicas = List.of(net.host("r1"), net.host("r2"), net.host("r3"));
        History history = new History();
        Register register = new Register(replicas, bug);
        await(sleep(1)); // they listen
        Task<Void> trouble = createTask(crashes(net, replicas));
        await(gather(
                writesOnce(net, register, history),
                readsTwice(net, register, history, "reader1"),
                readsTwice(net, register, history, "reader2")));
        trouble.cancel();
        await(waitAll(List.of(trouble)));
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> writesOnce(SimulatedNetwork net, Register register, History history) {
        await(register.write(net.host("writer"), 1));
        history.written = 1;
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> readsTwice(SimulatedNetwork net, Register register, History history, String name) {
        for (int i = 0; i < 2; i++) {
            long atLeast = Math.max(history.written, history.seen);
            long value = await(register.read(net.host(name)));
            if (value < atLeast) {
                throw new AssertionError(name + " has read " + value + " after " + atLeast);
            }
            history.seen = Math.max(history.seen, value);
        }
        return Coroutine.done();
    }

    /** Before a number is on a disk, and once more. */
    @Async
    static Coroutine<Void> crashes(SimulatedNetwork net, List<Host> replicas) {
        for (int i = 0; i < 10; i++) {
            await(sleep(50));
            if (net.happens("crash", 0.2)) {
                Host victim = net.choose("who", replicas);
                victim.crash();
                await(sleep(50));
                victim.restart();
            }
        }
        return Coroutine.done();
    }

    private static Program program(Bug bug) {
        return Simulation.program(net -> scheduled(net, bug));
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    @Tag("stress") // looking for the shortest takes 20,000 runs
    void schedulesFindItAsWell(Bug bug) {
        Explorer explorer = Explorer.random(1).runs(500);
        Finding finding = explorer.search(program(bug)).finding();
        if (bug == Bug.NONE) {
            assertThat(finding).isNull();
            return;
        }
        assertThat(finding).isNotNull();
        assertThat(finding.failure()).hasMessageContaining(" has read 0 after 1");
        explorer.run(finding.found(), program(Bug.NONE));
        assertThatThrownBy(() -> explorer.run(finding.shortest(), program(bug)))
                .hasMessageContaining(" has read 0 after 1");
    }
}
