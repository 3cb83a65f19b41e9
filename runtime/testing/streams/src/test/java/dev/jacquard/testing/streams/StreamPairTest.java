package dev.jacquard.testing.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.MemoryStream;
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
import org.junit.jupiter.api.Test;

class StreamPairTest {
    // doc: handler
    /** As it is written for the network. */
    @Async
    static Coroutine<Void> shouts(StreamReader reader, StreamWriter writer) throws IOException {
        try (writer) {
            for (String line : reader.lines()) {
                writer.write(line.toUpperCase(java.util.Locale.ROOT) + "\n");
                await(writer.drain());
            }
        }
        return Coroutine.done();
    }

    @AsyncTest
    void shoutsInMemory() throws IOException {
        MemoryStream.Pair memory = MemoryStream.pair(16); // bytes in each direction
        StreamPair server = StreamPair.over(memory.right());
        Task<Void> serving = createTask(shouts(server.reader(), server.writer()));
        try (StreamPair client = StreamPair.over(memory.left())) {
            client.writer().write("hello\nworld\n");
            client.writer().writeEof();
            List<String> lines = new ArrayList<>();
            for (String line : client.reader().lines()) {
                lines.add(line);
            }
            assertThat(lines).containsExactly("HELLO", "WORLD");
        }
        await(serving, IOException.class);
    }

    // end

    @AsyncTest
    void writersWaitAndNothingIsLost() throws IOException {
        MemoryStream.Pair memory = MemoryStream.pair(10);
        StreamPair reads = StreamPair.over(memory.right(), 10);
        StreamPair writes = StreamPair.over(memory.left());
        writes.writer().transport().setWriteBufferLimits(100, 50);
        writes.writer().write("x".repeat(1000));
        Task<Void> drain = createTask(writes.writer().drain());
        await(sleep(1000));
        assertThat(drain.isDone()).isFalse();
        assertThat(reads.reader().available()).isBetween(21, 40);
        Task<Void> close = createTask(writes.closeAsync());
        assertThat(new String(await(reads.reader().readAll()), UTF_8)).isEqualTo("x".repeat(1000));
        await(drain, IOException.class);
        await(close);
        await(reads.closeAsync());
    }

    @AsyncTest
    void aBrokenStream() throws IOException {
        MemoryStream.Pair memory = MemoryStream.pair();
        StreamPair pair = StreamPair.over(memory.right());
        Task<byte[]> read = createTask(pairRead(pair));
        await(sleep(1));
        memory.left().breakWith("pulled");
        try {
            await(read, IOException.class);
            fail("it did not throw");
        } catch (IOException e) {
            assertThat(e).hasMessage("pulled");
        }
        await(pair.closeAsync());
    }

    @Async
    private static Coroutine<byte[]> pairRead(StreamPair pair) throws IOException {
        return Coroutine.of(await(pair.reader().readExactly(3)));
    }

    @AsyncTest
    void abortDropsWhatIsNotSent() throws IOException {
        MemoryStream.Pair memory = MemoryStream.pair(4);
        StreamPair left = StreamPair.over(memory.left());
        StreamPair right = StreamPair.over(memory.right());
        left.writer().write("0123456789");
        left.writer().transport().abort();
        await(left.writer().waitClosed());
        assertThat(await(right.reader().readAll()).length).isLessThan(10);
        await(right.closeAsync());
    }

    // ---- the simulated network -----------------------------------------------------------------

    @Async
    private static Coroutine<Void> serve(Host host) {
        try (Listener listener = host.listen(7)) {
            for (Connection connection : listener) {
                StreamPair pair = StreamPair.over(connection);
                host.spawn(shouts(pair.reader(), pair.writer()), "shouts");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> scenario(SimulatedNetwork net) throws IOException {
        net.setLinks(LinkSettings.PERFECT.withDelay(Delay.uniform(Duration.ofMillis(1), Duration.ofMillis(50))));
        Host server = net.host("server");
        Host host = net.host("client");
        server.boot(() -> serve(server));
        await(sleep(100));
        try (StreamPair client = StreamPair.over(await(host.connect(server, 7)))) {
            for (int i = 0; i < 5; i++) {
                client.writer().write("line " + i + "\n");
                assertThat(new String(await(client.reader().readLine()), UTF_8)).isEqualTo("LINE " + i + "\n");
            }
        }
        return Coroutine.done();
    }

    @Test
    void shoutsOverASimulatedNetwork() {
        assertThat(Simulation.check(10, net -> scenario(net))).isEqualTo(10);
    }
}
