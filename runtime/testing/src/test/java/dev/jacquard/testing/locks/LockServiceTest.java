package dev.jacquard.testing.locks;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.locks.LockService.Bug;
import dev.jacquard.testing.net.Delay;
import dev.jacquard.testing.net.Host;
import dev.jacquard.testing.net.LinkSettings;
import dev.jacquard.testing.net.SimulatedNetwork;
import dev.jacquard.testing.net.Simulation;
import dev.jacquard.testing.schedules.Explorer;
import dev.jacquard.testing.schedules.Finding;
import dev.jacquard.testing.schedules.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One client at a time has the lock, and whoever waits gets it: however packets travel. */
class LockServiceTest {
    // doc: scenario
    @Async
    static Coroutine<Void> works(String name, LockClient client, List<String> inside) throws IOException {
        await(client.lock());
        inside.add(name);
        assertThat(inside).containsExactly(name);
        await(sleep(1500));
        inside.remove(name);
        await(client.unlock());
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> changesItsMind(LockClient client) throws IOException {
        Task<Void> lock = createTask(client.lock());
        await(client.sent.waitAsync());
        lock.cancel();
        await(waitAll(List.of(lock)));
        if (!lock.isCancelled()) { // it was too late
            await(client.unlock());
        }
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> scenario(SimulatedNetwork net, Bug bug) throws IOException {
        net.setLinks(LinkSettings.IMMEDIATE.withDelay(Delay.oneOf(Duration.ZERO, Duration.ofSeconds(2))));
        Host host = net.host("locks");
        LockService service = new LockService(host, bug);
        await(sleep(1)); // it listens
        List<String> inside = new ArrayList<>();
        await(gather(
                works("a", new LockClient(net.host("a"), host), inside),
                works("b", new LockClient(net.host("b"), host), inside),
                works("c", new LockClient(net.host("c"), host), inside),
                changesItsMind(new LockClient(net.host("d"), host))));
        assertThat(service.holder()).isNull();
        return Coroutine.done();
    }

    static Program program(Bug bug) {
        return Simulation.program(net -> scenario(net, bug));
    }

    static Stream<Explorer> explorers() {
        return Stream.of(
                Explorer.fifo(),
                Explorer.random(1).runs(300),
                Explorer.pct(1, 3).runs(300),
                Explorer.exhaustive(1, 1000));
    }

    @ParameterizedTest
    @MethodSource("explorers")
    void theRightServicePasses(Explorer explorer) {
        explorer.explore(program(Bug.NONE));
    }

    @ParameterizedTest
    @EnumSource(value = Bug.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aWrongServiceIsFoundByTheSameSchedules(Bug bug) {
        Explorer.fifo().explore(program(bug)); // the usual order does not show it
        explorers().skip(1).forEach(explorer -> {
            Finding found = explorer.search(program(bug)).finding();
            assertThat(found).as("%s by %s", bug, explorer).isNotNull();
            assertThat(found.shortest().size()).isLessThanOrEqualTo(2);
            assertThatThrownBy(() -> explorer.run(found.shortest(), program(bug)))
                    .isInstanceOf(AssertionError.class);
            explorer.run(found.shortest(), program(Bug.NONE));
        });
    }

    // end
    @Test
    void theStoryShowsPacketsAndWhatWasChosen() {
        Throwable e = catchThrowable(() -> explorers().toList().get(3).explore(unlockedByAnybody()));
        assertThat(e)
                .hasMessageStartingWith("Fails under the schedule ")
                .hasMessageContaining(" (1 deviation from FIFO)")
                .hasMessageContaining("  locks            receives \"unlock a\\n\" from a; wakes ")
                .hasMessageContaining("* (choice)         delay a -> locks: PT2S  <- instead of PT0S\n")
                .hasMessageContaining("  c                receives \"granted\\n\" from locks; wakes ")
                .hasMessageNotContaining(": PT0S"); // the usual choice
    }

    private static Program unlockedByAnybody() {
        return program(Bug.ANYBODY_UNLOCKS);
    }
}
