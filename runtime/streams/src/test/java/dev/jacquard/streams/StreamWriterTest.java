package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** What asyncio's StreamWriter does, above all when it drains and when the connection ends. */
class StreamWriterTest {
    private StreamReader reader;
    private StreamProtocol protocol;
    private StreamWriter writer;
    private HandTransport transport;

    @BeforeEach
    @Async
    void connect() {
        reader = new StreamReader();
        protocol = new StreamProtocol(getRunningLoop(), reader);
        transport = HandTransport.connect(protocol);
        transport.setWriteBufferLimits(10, 5);
        writer = protocol.writer();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @AsyncTest
    void writesInItsForms() throws IOException {
        writer.write(bytes("a"));
        writer.write(bytes("xbcx"), 1, 2);
        writer.write("d");
        writer.writeLines(List.of(bytes("e"), bytes("f")));
        ByteBuffer slice = ByteBuffer.wrap(bytes("xghx"), 1, 2).slice();
        writer.write(slice);
        ByteBuffer direct = ByteBuffer.allocateDirect(1).put(0, (byte) 'i');
        writer.write(direct);
        assertThat(slice.hasRemaining() || direct.hasRemaining()).isFalse();
        assertThat(transport.sent()).isEqualTo("abcdefghi");
        assertThat(transport.flushes).isZero();
        await(writer.drain());
        assertThat(transport.flushes).isEqualTo(1);
        writer.writeEof();
        assertThat(transport.eofWritten).isTrue();
        assertThatThrownBy(() -> writer.write(bytes("abc"), 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @AsyncTest
    void drainWaitsBetweenTheLimits() throws IOException {
        writer.write("0123456789");
        await(writer.drain());
        writer.write("x");
        Task<Void> first = createTask(writer.drain());
        Task<Void> second = createTask(writer.drain());
        await(sleep(1));
        transport.acknowledge(5);
        await(sleep(1));
        assertThat(first.isDone() || second.isDone()).isFalse();
        transport.acknowledge(1);
        await(first, IOException.class);
        await(second, IOException.class);
    }

    @AsyncTest
    void aCancelledDrainIsForgotten() throws IOException {
        writer.write("0123456789x");
        Task<Void> first = createTask(writer.drain());
        Task<Void> second = createTask(writer.drain());
        await(sleep(1));
        first.cancel();
        await(sleep(1));
        assertThat(first.isCancelled()).isTrue();
        transport.acknowledge(11);
        await(second, IOException.class);
    }

    @AsyncTest
    void drainThrowsWhyTheConnectionBroke() throws IOException {
        writer.write("0123456789x");
        Task<Void> waiting = createTask(writer.drain());
        await(sleep(1));
        IOException reset = new IOException("reset");
        protocol.connectionLost(reset);
        try {
            await(waiting, IOException.class);
            fail("it did not throw");
        } catch (IOException e) {
            assertThat(e).isSameAs(reset);
        }
        try {
            await(writer.drain());
            fail("it did not throw");
        } catch (IOException e) {
            assertThat(e).isSameAs(reset);
        }
    }

    @AsyncTest
    void drainAfterAnOrderlyCloseThrows() throws IOException {
        writer.write("0123456789x");
        Task<Void> waiting = createTask(writer.drain());
        await(sleep(1));
        transport.close();
        protocol.connectionLost(null);
        await(waiting, IOException.class);
        try {
            await(writer.drain());
            fail("it did not throw");
        } catch (IOException e) {
            assertThat(e).hasMessage("Connection lost");
        }
    }

    @AsyncTest
    void aTaskThatOnlyWritesNoticesTheEnd() throws IOException {
        transport.close();
        getRunningLoop().callSoon(() -> protocol.connectionLost(null));
        try {
            await(writer.drain()); // is not too early: it lets the loop tell of the loss
            fail("it did not throw");
        } catch (IOException e) {
            assertThat(e).hasMessage("Connection lost");
        }
    }

    @AsyncTest
    void waitClosedWaits() throws IOException {
        Task<Void> first = createTask(writer.waitClosed());
        Task<Void> second = createTask(writer.waitClosed());
        writer.startClosing();
        assertThat(writer.isClosing()).isTrue();
        await(sleep(1));
        first.cancel(); // of the one wait only
        await(sleep(1));
        assertThat(second.isDone()).isFalse();
        protocol.connectionLost(null);
        await(second, IOException.class);
        await(writer.waitClosed());
        assertThat(await(reader.read(1))).isEmpty();
    }

    @AsyncTest
    void waitClosedThrowsWhyItBroke() throws IOException {
        IOException reset = new IOException("reset");
        protocol.connectionLost(reset);
        protocol.connectionLost(new IOException("later"));
        for (int i = 0; i < 2; i++) {
            try {
                await(writer.waitClosed());
                fail("it did not throw");
            } catch (IOException e) {
                assertThat(e).isSameAs(reset);
            }
        }
    }

    @AsyncTest
    void closingOfWhatIsBrokenIsQuiet() throws IOException {
        transport.abort();
        protocol.connectionLost(new IOException("reset"));
        try (StreamWriter w = writer) {
            assertThat(w.isClosing()).isTrue();
        }
    }

    @AsyncTest
    void closeThatIsCancelledDropsTheRest() throws IOException {
        Task<Void> close = createTask(writer.closeAsync());
        await(sleep(1));
        assertThat(transport.closing).isTrue();
        assertThat(transport.aborted).isFalse();
        close.cancel();
        await(sleep(1));
        assertThat(close.isCancelled()).isTrue();
        assertThat(transport.aborted).isTrue();
    }

    @AsyncTest
    void theEndOfOneDirectionKeepsTheOther() throws IOException {
        assertThat(protocol.eofReceived()).isTrue();
        assertThat(await(reader.read(1))).isEmpty();
        writer.write("x");
        assertThat(transport.sent()).isEqualTo("x");
    }

    @AsyncTest
    void withoutHalvesTheEndIsThatOfBoth() throws IOException {
        transport.halfCloses = false;
        assertThat(writer.canWriteEof()).isFalse();
        assertThat(protocol.eofReceived()).isFalse();
    }

    @AsyncTest
    void tellsWhoIsThere() throws IOException {
        InetSocketAddress peer = InetSocketAddress.createUnresolved("peer", 1);
        transport.info.put("peername", peer);
        assertThat(writer.peerAddress()).isSameAs(peer);
        assertThat(writer.localAddress()).isNull();
        assertThat(writer.getExtraInfo("peername")).isSameAs(peer);
    }

    @AsyncTest
    void beforeItIsConnectedThereIsNoWriter() throws IOException {
        StreamProtocol early = new StreamProtocol(getRunningLoop(), new StreamReader());
        assertThatThrownBy(early::writer).isInstanceOf(IllegalStateException.class);
    }
}
