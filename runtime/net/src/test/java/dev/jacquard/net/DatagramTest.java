package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.net.Handlers.text;
import static dev.jacquard.net.OnLoop.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatagramTest {
    private static byte[] bytes(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    private static DatagramOptions.Builder here() {
        return DatagramOptions.builder().local(new InetSocketAddress(HOST, 0));
    }

    @Async
    private static Coroutine<Void> echo(DatagramEndpoint endpoint) {
        for (Datagram d : endpoint) {
            endpoint.send(d.data(), d.sender());
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void connectedAndUnconnectedTalk(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            DatagramEndpoint server = await(Net.openDatagram(here().build()));
            Task<Void> serving = createTask(echo(server));
            InetSocketAddress remote = InetSocketAddress.createUnresolved(
                    "127.0.0.1", server.localAddress().getPort());
            DatagramOptions connected = DatagramOptions.builder().remote(remote).build();
            try (DatagramEndpoint c = await(Net.openDatagram(connected))) {
                c.send(bytes("hello"));
                assertThat(text(await(c.receive()).data())).isEqualTo("hello");
                c.send(new byte[60_000], server.localAddress());
                await(c.drain());
                Datagram big = await(c.receive());
                assertThat(big.data()).hasSize(60_000);
                assertThat(big.sender()).isEqualTo(server.localAddress());
                c.send(new byte[0]); // not sent, as in CPython
                c.send(bytes("next"));
                assertThat(text(await(c.receive()).data())).isEqualTo("next");
                assertThatThrownBy(() -> c.send(bytes("x"), new InetSocketAddress(HOST, 9)))
                        .hasMessageContaining("only, not to");
            }
            assertThatThrownBy(() -> server.send(bytes("x"))).hasMessageContaining("no remote address");
            await(server.closeAsync());
            await(serving); // the iteration ends
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void fullQueueDrops(IoBackend backend) throws IOException {
        assertThat(dropping(backend, DatagramOptions.Overflow.DROP_NEWEST)).containsExactly("0", "1", "2", "dropped 7");
        assertThat(dropping(backend, DatagramOptions.Overflow.DROP_OLDEST)).containsExactly("7", "8", "9", "dropped 7");
    }

    private static List<String> dropping(IoBackend backend, DatagramOptions.Overflow overflow) throws IOException {
        return OnLoop.run(backend, () -> {
            List<String> got = new ArrayList<>();
            DatagramOptions small = here().queueSize(3).overflow(overflow).build();
            try (DatagramEndpoint receiver = await(Net.openDatagram(small));
                    DatagramEndpoint sender = await(Net.openDatagram(here().build()))) {
                for (int i = 0; i < 10; i++) {
                    sender.send(bytes("" + i), receiver.localAddress());
                }
                while (receiver.dropped() < 7) {
                    await(sleep(0)); // polls
                }
                for (int i = 0; i < 3; i++) {
                    got.add(text(await(receiver.receive()).data()));
                }
                got.add("dropped " + receiver.dropped());
            }
            return Coroutine.of(got);
        });
    }

    /** Nothing is sent: that would leave this machine. */
    @ParameterizedTest
    @EnumSource
    void broadcastIsAnOption(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            InetSocketAddress all = new InetSocketAddress("255.255.255.255", 9);
            DatagramOptions.Builder toAll = here().remote(all);
            // the kernel refuses even to connect without the option
            IOException refused = null;
            try {
                await(Net.openDatagram(toAll.build()));
            } catch (IOException e) {
                refused = e;
            }
            assertThat(refused).isNotNull();
            try (DatagramEndpoint e =
                    await(Net.openDatagram(toAll.broadcast(true).build()))) {
                assertThat(e.remoteAddress()).isEqualTo(all);
            }
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void errorsComeOutOfReceive(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            DatagramEndpoint gone = await(Net.openDatagram(here().build()));
            InetSocketAddress nobody = gone.localAddress();
            await(gone.closeAsync());
            DatagramOptions toNobody = DatagramOptions.builder().remote(nobody).build();
            DatagramEndpoint c = await(Net.openDatagram(toNobody));
            c.send(bytes("anybody?"));
            assertThat(await(errorOf(c))).isInstanceOf(PortUnreachableException.class);
            assertThat(c.remoteAddress()).isEqualTo(nobody); // still open
            await(c.closeAsync());
            assertThat(await(errorOf(c))).isInstanceOf(ClosedChannelException.class);
            return Coroutine.done();
        });
    }

    @Async
    private static Coroutine<IOException> errorOf(DatagramEndpoint endpoint) {
        try {
            await(endpoint.receive());
        } catch (IOException e) {
            return Coroutine.of(e);
        }
        throw new AssertionError("no error");
    }
}
