package dev.jacquard.testing.net;

import static dev.jacquard.Asyncio.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

class SimulatedNetworkTest {
    private SimulatedNetwork net;
    private Host a;
    private Host b;
    private TestClock clock;
    private final List<String> trail = new ArrayList<>();

    @BeforeEach
    @Async
    void makeNetwork(AsyncTester tester) {
        net = tester.closing(new SimulatedNetwork(1));
        clock = tester.clock();
        a = net.host("a");
        b = net.host("b");
    }

    /** Answers each line with the host's name and the line. */
    @Async
    private static Coroutine<Void> echo(Host host) throws IOException {
        Listener listener = host.listen(80);
        for (Connection c : listener) {
            host.spawn(answer(host, c), "answer");
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> answer(Host host, Connection c) throws IOException {
        try (c) {
            String line;
            while ((line = await(c.readLine())) != null) {
                await(c.writeLine(host.name() + " " + line));
            }
        }
        return Coroutine.done();
    }

    private static AsyncBoot echoOn(Host host) {
        return () -> {
            host.boot(() -> {
                try {
                    return echo(host);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        };
    }

    private interface AsyncBoot {
        void boot();
    }

    @Async
    private Coroutine<String> ask(String line) throws IOException {
        try (Connection c = await(a.connect(b, 80))) {
            await(c.writeLine(line));
            return Coroutine.of(String.valueOf(await(c.readLine())));
        }
    }

    @Async
    private Coroutine<Void> asks(String line) {
        try {
            trail.add(await(ask(line)));
        } catch (IOException e) {
            trail.add(e.getMessage());
        }
        return Coroutine.done();
    }

    private double seconds() {
        return clock.now().toNanos() / 1e9;
    }

    @AsyncTest
    void aRequestTakesTheTimeOfItsPackets() throws IOException {
        net.setLinks(LinkSettings.PERFECT.withDelay(Delay.fixed(Duration.ofMillis(10))));
        echoOn(b).boot();
        await(sleep(0));
        assertThat(await(ask("x"))).isEqualTo("b x");
        assertThat(seconds()).isEqualTo(0.040);
        assertThat(net.story())
                .containsExactly(
                        "  0.010000  a connects to b:80",
                        "  0.030000  a -> b: \"x\\n\"",
                        "  0.040000  b -> a: \"b x\\n\"");
    }

    @AsyncTest
    void nobodyListens() throws IOException {
        await(asks("x"));
        try {
            await(a.connect("c", 1));
        } catch (IOException e) {
            trail.add(e.getMessage());
        }
        assertThat(trail).containsExactly("Connection refused: nobody listens at b:80", "Unknown host: c");
        Listener l = a.listen(1);
        assertThatThrownBy(() -> a.listen(1)).hasMessage("Address already in use: a:1");
        await(l.closeAsync());
        await(a.listen(1).closeAsync());
    }

    @AsyncTest
    void bandwidthIsShared() throws IOException {
        net.setLink(a, b, LinkSettings.PERFECT.withBandwidth(1000));
        Listener listener = b.listen(80);
        Connection first = await(a.connect(b, 80));
        Connection second = await(a.connect(b, 80));
        Connection atB = await(listener.accept());
        Connection alsoAtB = await(listener.accept());
        double start = seconds();
        await(first.write(new byte[2000]));
        await(second.write(new byte[1000]));
        await(alsoAtB.readExactly(1000));
        assertThat(seconds() - start).isCloseTo(3.001, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(await(atB.readExactly(2000))).hasSize(2000);
    }

    @AsyncTest
    void aWriterWaitsForTheReader() throws IOException {
        Listener listener = b.listen(80);
        Connection c = await(a.connect(b, 80));
        Connection atB = await(listener.accept());
        Task<Void> writer = createTask(c.write(new byte[100_000]));
        await(clock.advance(Duration.ofSeconds(1)));
        assertThat(writer.isDone()).isFalse();
        assertThat(await(atB.readExactly(100_000))).hasSize(100_000);
        await(writer);
    }

    @AsyncTest
    void aPartitionHoldsBackUntilItIsHealed() throws IOException {
        echoOn(b).boot();
        await(sleep(0));
        try (Connection c = await(a.connect(b, 80))) {
            net.partition(a, b);
            await(c.writeLine("held"));
            try {
                await(waitFor(c.readLine(), Duration.ofMinutes(1)));
            } catch (AsyncTimeoutException e) {
                trail.add("timeout");
            }
            Task<Void> other = createTask(asks("connects"));
            await(clock.advance(Duration.ofMinutes(1)));
            assertThat(other.isDone()).isFalse();
            net.heal(a, b);
            assertThat(await(c.readLine())).isEqualTo("b held");
            await(other);
            assertThat(trail).containsExactly("timeout", "b connects");
        }
    }

    @AsyncTest
    void anIsolatedHostHearsNobody() throws IOException {
        echoOn(b).boot();
        await(sleep(0));
        try (Connection c = await(a.connect(b, 80))) {
            net.isolate(b);
            await(c.writeLine("held"));
            Task<String> line = createTask(c.readLine());
            await(clock.advance(Duration.ofMinutes(1)));
            assertThat(line.isDone()).isFalse();
            net.heal(a, b);
            assertThat(await(line)).isEqualTo("b held");
        }
    }

    @AsyncTest
    void aCrashBreaksConnectionsAndARestartRunsTheProgramAgain() throws IOException {
        echoOn(b).boot();
        await(sleep(0));
        Connection c = await(a.connect(b, 80));
        Task<String> line = createTask(c.readLine());
        await(sleep(1));
        b.crash();
        assertThat(b.isUp()).isFalse();
        try {
            await(line, IOException.class);
        } catch (IOException e) {
            trail.add(e.getMessage());
        }
        await(asks("down"));
        assertThat(b.running()).isEmpty();
        assertThatThrownBy(() -> b.spawn(Coroutine.done(), "x")).hasMessage("Host[b, down] is down");
        b.restart();
        assertThat(b.isUp()).isTrue();
        await(sleep(1));
        await(asks("up"));
        assertThat(trail)
                .containsExactly("Connection reset by b", "Connection refused: nobody listens at b:80", "b up");
    }

    @AsyncTest
    void connectionsBreak() throws IOException {
        echoOn(b).boot();
        await(sleep(0));
        net.setLinks(LinkSettings.PERFECT.withBreaks(1));
        await(asks("x"));
        net.setLinks(LinkSettings.PERFECT);
        Connection c = await(a.connect(b, 80));
        net.breakConnections(b, a);
        try {
            await(c.read(1));
        } catch (IOException e) {
            trail.add(e.getMessage());
        }
        assertThat(trail).containsExactly("The connection a - b was lost", "The connection b - a was lost");
    }

    @AsyncTest
    void independentStreamsOvertakeEachOtherButBytesDoNot() throws IOException {
        net.setLinks(LinkSettings.PERFECT
                .withDelay(Delay.uniform(Duration.ZERO, Duration.ofSeconds(1)))
                .withLoss(0.3));
        Listener listener = b.listen(80);
        List<Connection> ends = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ends.add(await(a.connect(b, 80)));
        }
        for (int i = 0; i < 20; i++) {
            await(ends.get(i % 2).write(new byte[] {(byte) ('a' + i)}));
        }
        await(clock.runUntilIdle());
        StringBuilder order = new StringBuilder();
        for (String line : net.story()) {
            if (line.contains("->")) {
                order.append(line.charAt(line.indexOf('"') + 1));
            }
        }
        assertThat(order.toString()).hasSize(20).isNotEqualTo("abcdefghijklmnopqrst");
        assertThat(order.toString().replaceAll("[bdfhjlnprt]", "")).isEqualTo("acegikmoqs");
        assertThat(order.toString().replaceAll("[acegikmoqs]", "")).isEqualTo("bdfhjlnprt");
        Connection first = await(listener.accept());
        assertThat(new String(await(first.readExactly(10)), UTF_8)).isEqualTo("acegikmoqs");
    }

    @AsyncTest
    void aCancelledConnectLeavesNothing() throws IOException {
        Listener listener = b.listen(80);
        Task<Connection> connecting = createTask(a.connect(b, 80));
        await(sleep(0));
        connecting.cancel();
        Connection atB = await(listener.accept());
        assertThat(await(atB.read(1))).isEmpty();
        assertThat(a.connections()).isEmpty();
    }
}
