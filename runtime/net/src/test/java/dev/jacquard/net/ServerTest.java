package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.net.Handlers.ask;
import static dev.jacquard.net.OnLoop.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncQueue;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerTest {
    private final List<String> trail = new ArrayList<>();
    private final AsyncQueue<String> begun = new AsyncQueue<>();

    /** Waits for the end of the connection, and notes how that came. */
    @Async
    private Coroutine<Void> waits(StreamReader reader, StreamWriter writer) throws IOException {
        trail.add("begin");
        begun.putNowait("begin");
        try {
            await(reader.readAll());
            trail.add("end");
        } catch (CancelledError e) {
            trail.add("cancelled");
            throw e;
        }
        return Coroutine.done();
    }

    /** A client that the server has seen. */
    @Async
    private Coroutine<StreamConnection> seen(Server server) throws IOException {
        StreamConnection c = await(Net.openConnection(HOST, server.port()));
        await(begun.get());
        return Coroutine.of(c);
    }

    @ParameterizedTest
    @EnumSource
    void gracefulEndWaitsForTheHandlers(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            Server server = await(Net.startServer(this::waits, HOST, 0));
            StreamConnection c = await(seen(server));
            assertThat(server.isServing()).isTrue();
            assertThat(server.sockets()).hasSize(1);
            Task<Void> closing = createTask(server.closeAsync());
            await(sleep(0));
            assertThat(closing.isDone()).isFalse();
            assertThat(server.isServing()).isFalse();
            assertThat(server.sockets()).isEmpty();
            await(fails(ConnectException.class, Net.openConnection(HOST, server.port())));
            return Coroutine.of(await(finish(c, closing)));
        });
        assertThat(trail).containsExactly("begin", "end");
    }

    @Async
    private static Coroutine<Void> finish(StreamConnection c, Task<Void> closing) throws IOException {
        await(c.closeAsync());
        await(closing);
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void gracePeriodEndsHard(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            Server server = await(Net.startServer(this::waits, HOST, 0));
            try (StreamConnection c = await(seen(server))) {
                await(server.closeAsync(Duration.ofMillis(10)));
                assertThat(await(c.reader().readAll())).isEmpty();
            }
            assertThat(server.connectionCount()).isZero();
            return Coroutine.done();
        });
        assertThat(trail).containsExactly("begin", "cancelled");
    }

    @ParameterizedTest
    @EnumSource
    void abortCancelsTheHandlers(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            Server server = await(Net.startServer(this::waits, HOST, 0));
            try (StreamConnection c = await(seen(server));
                    StreamConnection d = await(seen(server))) {
                server.abort();
                await(server.waitClosed());
                assertThat(await(c.reader().readAll())).isEmpty();
                assertThat(await(d.reader().readAll())).isEmpty();
            }
            return Coroutine.done();
        });
        assertThat(trail).containsExactly("begin", "begin", "cancelled", "cancelled");
    }

    @Test
    void cancellingTheCloseEndsHard() throws IOException {
        OnLoop.run(IoBackend.NIO, () -> {
            Server server = await(Net.startServer(this::waits, HOST, 0));
            try (StreamConnection c = await(seen(server))) {
                Task<Void> serving = createTask(server.serveForever());
                await(sleep(0));
                serving.cancel(); // begins to close
                await(sleep(0));
                assertThat(serving.isDone()).isFalse();
                serving.cancel(); // does not wait
                await(server.waitClosed());
                assertThat(await(c.reader().readAll())).isEmpty();
                assertThat(serving.isCancelled()).isTrue();
            }
            return Coroutine.done();
        });
        assertThat(trail).containsExactly("begin", "cancelled");
    }

    @ParameterizedTest
    @EnumSource
    void errorOfAHandlerIsTold(IoBackend backend) throws IOException {
        var errors = OnLoop.errorsOf(backend, () -> {
            ClientHandler fails = (r, w) -> {
                w.write("last words");
                throw new IOException("handler's");
            };
            try (Server s = await(Net.startServer(fails, HOST, 0));
                    StreamConnection c = await(Net.openConnection(HOST, s.port()))) {
                assertThat(Handlers.text(await(c.reader().readAll()))).isEqualTo("last words");
            }
            return Coroutine.done();
        });
        assertThat(errors).singleElement().satisfies(e -> {
            assertThat(e.exception()).hasMessage("handler's");
            assertThat(e.message()).contains("handler of a connection");
        });
    }

    @ParameterizedTest
    @EnumSource
    void connectionsAboveTheLimitWait(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            ServerOptions two = ServerOptions.builder().maxConnections(2).build();
            int[] most = {0};
            int[] now = {0};
            ClientHandler counted = (r, w) -> counted(r, w, now, most);
            try (Server s = await(Net.startServer(counted, HOST, 0, two))) {
                List<StreamConnection> all = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    all.add(await(Net.openConnection(HOST, s.port())));
                    all.get(i).writer().write("12345\n");
                }
                for (StreamConnection c : all) { // the first ones have to go first
                    assertThat(Handlers.text(await(c.reader().readLine()))).isEqualTo("5\n");
                    await(c.closeAsync());
                }
            }
            assertThat(most[0]).isEqualTo(2);
            return Coroutine.done();
        });
    }

    @Async
    private static Coroutine<Void> counted(StreamReader reader, StreamWriter writer, int[] now, int[] most)
            throws IOException {
        most[0] = Math.max(most[0], ++now[0]);
        try {
            await(Handlers.lengths(reader, writer));
        } finally {
            now[0]--;
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void unixSocketsWork(IoBackend backend, @TempDir Path folder) throws IOException {
        Path path = folder.resolve("s");
        for (int i = 0; i < 2; i++) {
            OnLoop.run(backend, () -> {
                try (Server s = await(Net.startUnixServer(Handlers::lengths, path));
                        StreamConnection c = await(Net.openUnixConnection(path))) {
                    assertThat(await(ask(c, "123"))).isEqualTo("3");
                    assertThat(s.address()).hasToString(path.toString());
                    assertThat(c.writer().peerAddress()).hasToString(path.toString());
                    assertThatThrownBy(s::port).isInstanceOf(UnsupportedOperationException.class);
                }
                return Coroutine.done();
            });
            assertThat(path).doesNotExist();
            leaveStale(path); // as a server that was killed
        }
        Path file = Files.writeString(folder.resolve("f"), "precious");
        assertThatThrownBy(() -> OnLoop.run(backend, () -> Net.startUnixServer(Handlers::lengths, file)))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("precious");
    }

    private static void leaveStale(Path path) throws IOException {
        try (var s = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            s.bind(java.net.UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    @ParameterizedTest
    @EnumSource
    void successorAtAUnixSocketIsKept(IoBackend backend, @TempDir Path folder) throws IOException {
        Path path = folder.resolve("s");
        OnLoop.run(backend, () -> {
            Server old = await(Net.startUnixServer(Handlers::echo, path));
            Server successor = await(Net.startUnixServer(Handlers::lengths, path));
            await(old.closeAsync());
            assertThat(path).exists();
            try (StreamConnection c = await(Net.openUnixConnection(path))) {
                assertThat(await(ask(c, "123"))).isEqualTo("3");
            }
            await(successor.closeAsync());
            return Coroutine.done();
        });
        assertThat(folder).isEmptyDirectory();
    }

    /** From an address of its own, and with the options that were set. */
    @ParameterizedTest
    @EnumSource
    void optionsOfAConnectionAreSet(IoBackend backend) throws IOException {
        ConnectionOptions from = ConnectionOptions.builder()
                .localAddress(new InetSocketAddress("127.0.0.3", 0))
                .keepAlive(true)
                .noDelay(false)
                .build();
        List<Object> peers = new ArrayList<>();
        ClientHandler noting = (r, w) -> {
            peers.add(((InetSocketAddress) w.peerAddress()).getHostString());
            peers.add(option(w, ChannelOption.SO_KEEPALIVE));
            return Coroutine.done();
        };
        ServerOptions lasting = ServerOptions.builder().keepAlive(true).build();
        OnLoop.run(backend, () -> {
            try (Server s = await(Net.startServer(noting, HOST, 0, lasting));
                    StreamConnection c = await(Net.openConnection(HOST, s.port(), from));
                    StreamConnection d = await(Net.openConnection(HOST, s.port()))) {
                assertThat(option(c.writer(), ChannelOption.SO_KEEPALIVE)).isTrue();
                assertThat(option(c.writer(), ChannelOption.TCP_NODELAY)).isFalse();
                assertThat(option(d.writer(), ChannelOption.SO_KEEPALIVE)).isFalse();
                assertThat(option(d.writer(), ChannelOption.TCP_NODELAY)).isTrue();
                await(c.reader().readAll());
                await(d.reader().readAll());
            }
            return Coroutine.done();
        });
        assertThat(peers).containsExactlyInAnyOrder("127.0.0.3", true, HOST, true);
    }

    private static Boolean option(StreamWriter writer, ChannelOption<Boolean> option) {
        return ((Channel) writer.getExtraInfo("socket")).config().getOption(option);
    }

    @ParameterizedTest
    @EnumSource
    void badAddressesAreErrors(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            int free;
            try (Server s = await(Net.startServer(Handlers::echo, HOST, 0))) {
                free = s.port();
                String error = await(fails(BindException.class, Net.startServer(Handlers::echo, HOST, free)));
                assertThat(error).contains(HOST + ":" + free);
            }
            await(fails(ConnectException.class, Net.openConnection(HOST, free)));
            await(fails(UnknownHostException.class, Net.openConnection("no-such-host.invalid", 1)));
            ConnectionOptions hasty = ConnectionOptions.builder()
                    .connectTimeout(Duration.ofNanos(1))
                    .build();
            await(fails(SocketTimeoutException.class, Net.openConnection("localhost", free, hasty)));
            await(fails(IllegalArgumentException.class, Net.openConnection(HOST, 70_000)));
            return Coroutine.done();
        });
    }

    @Async
    private static Coroutine<String> fails(Class<?> how, Coroutine<?> what) {
        Throwable thrown = null;
        try {
            await(what);
        } catch (Throwable e) {
            thrown = e;
        }
        assertThat(thrown).isInstanceOf(how);
        return Coroutine.of(String.valueOf(thrown));
    }

    @Test
    void localhostListensOnAllItsAddresses() throws IOException {
        OnLoop.run(IoBackend.NIO, () -> {
            try (Server s = await(Net.startServer(Handlers::lengths, "localhost", 0));
                    StreamConnection c = await(Net.openConnection("localhost", s.port()))) {
                assertThat(await(ask(c, "1234"))).isEqualTo("4");
                assertThat(s.addresses()).allSatisfy(a -> assertThat(((InetSocketAddress) a).getPort())
                        .isEqualTo(s.port()));
            }
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void cancelledConnectLeavesNothing(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            try (Server s = await(Net.startServer(Handlers::echo, HOST, 0))) {
                int before = OnLoop.descriptors();
                for (int steps = 0; steps < 12; steps++) {
                    Task<StreamConnection> t = createTask(Net.openConnection(HOST, s.port()));
                    for (int i = 0; i < steps; i++) {
                        await(sleep(0));
                    }
                    t.cancel();
                    await(settled(t));
                }
                await(TlsTest.untilEmpty(s));
                while (OnLoop.descriptors() > before) {
                    await(sleep(0));
                }
            }
            return Coroutine.done();
        });
    }

    @Async
    private static Coroutine<Void> settled(Task<StreamConnection> t) throws IOException {
        try {
            StreamConnection c = await(t, IOException.class);
            await(c.closeAsync());
        } catch (CancelledError e) {
            // as it should be
        }
        return Coroutine.done();
    }
}
