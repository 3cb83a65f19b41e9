package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.net.Handlers.ask;
import static dev.jacquard.net.Handlers.text;
import static dev.jacquard.net.OnLoop.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.IncompleteReadError;
import dev.jacquard.streams.LimitOverrunError;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import dev.jacquard.testing.AsyncTester;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that do what they should not. In the end of each test, the server still answers. */
class HostileTest {
    private static final ServerOptions TLS =
            ServerOptions.builder().tls(Certificates.LOCALHOST.server().build()).build();
    private static final ConnectionOptions TLS_CLIENT = ConnectionOptions.builder()
            .tls(Certificates.LOCALHOST.client().build())
            .build();

    /** What is done to a server. */
    @FunctionalInterface
    interface Attack {
        Coroutine<Void> on(Server server) throws IOException;
    }

    private static void survives(IoBackend backend, ClientHandler handler, ServerOptions options, Attack attack)
            throws IOException {
        survives(OnLoop.tester(backend), handler, options, attack);
    }

    private static void survives(
            AsyncTester.Builder tester, ClientHandler handler, ServerOptions options, Attack attack)
            throws IOException {
        OnLoop.run(tester, () -> {
            try (Server server = await(Net.startServer(handler, HOST, 0, options))) {
                int before = OnLoop.descriptors();
                await(attack.on(server));
                await(TlsTest.untilEmpty(server));
                while (OnLoop.descriptors() > before) {
                    await(sleep(0)); // NIO closes some when it selects next
                }
                await(answers(server, options));
            }
            return Coroutine.done();
        });
    }

    @Async
    private static Coroutine<Void> answers(Server server, ServerOptions options) throws IOException {
        ConnectionOptions o = options.tls == null ? ConnectionOptions.DEFAULT : TLS_CLIENT;
        try (StreamConnection c = await(Net.openConnection(HOST, server.port(), o))) {
            assertThat(await(ask(c, "1234567"))).isEqualTo("7");
        }
        return Coroutine.done();
    }

    /** Serves lines; what goes wrong with a connection ends it quietly. */
    @Async
    private static Coroutine<Void> quiet(StreamReader reader, StreamWriter writer) {
        try {
            for (; ; ) {
                byte[] line = await(reader.readLine());
                if (line.length == 0) {
                    return Coroutine.done();
                }
                writer.write((line.length - 1) + "\n");
                await(writer.drain());
            }
        } catch (LimitOverrunError e) {
            writer.write("too long\n");
        } catch (IOException e) {
            // reset
        }
        return Coroutine.done();
    }

    private static void reset(StreamConnection c) {
        Channel channel = (Channel) c.writer().getExtraInfo("socket");
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        c.writer().transport().abort();
    }

    @ParameterizedTest
    @EnumSource
    void halfOpenConnectionsAreAnswered(IoBackend backend) throws IOException {
        survives(backend, HostileTest::quiet, ServerOptions.DEFAULT, server -> {
            try (StreamConnection c = await(Net.openConnection(HOST, server.port()))) {
                c.writer().write("abc\n".repeat(1000));
                c.writer().writeEof();
                assertThat(text(await(c.reader().readAll()))).isEqualTo("3\n".repeat(1000));
            }
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotReadIsHeldUpAndCutOff(IoBackend backend) throws IOException {
        int[] most = {0};
        ClientHandler pours = (r, w) -> {
            byte[] first = await(r.readLine());
            if (!text(first).startsWith("pour")) {
                w.write((first.length - 1) + "\n");
                return Coroutine.done();
            }
            try {
                await(dev.jacquard.Asyncio.timeout(Duration.ofMillis(200), t -> pour(w, most)));
            } catch (dev.jacquard.AsyncTimeoutException e) {
                // it does not read
            }
            return Coroutine.done();
        };
        ServerOptions hasty =
                ServerOptions.builder().closeTimeout(Duration.ofMillis(50)).build();
        survives(backend, pours, hasty, server -> {
            StreamConnection c = await(Net.openConnection(HOST, server.port()));
            c.writer().transport().pauseReading();
            c.writer().write("pour\n");
            await(TlsTest.untilEmpty(server)); // although it was not read
            c.writer().transport().abort();
            return Coroutine.done();
        });
        assertThat(most[0]).isPositive().isLessThan(1 << 18);
    }

    @Async
    private static Coroutine<Void> pour(StreamWriter writer, int[] most) throws IOException {
        byte[] block = new byte[1 << 16];
        for (; ; ) {
            writer.write(block);
            most[0] = Math.max(most[0], writer.transport().getWriteBufferSize());
            await(writer.drain());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWritesByteByByteIsServed(IoBackend backend) throws IOException {
        survives(backend, HostileTest::quiet, ServerOptions.DEFAULT, server -> {
            try (StreamConnection c = await(Net.openConnection(HOST, server.port()))) {
                for (byte b : "slowly\n".getBytes()) {
                    c.writer().write(new byte[] {b});
                    await(c.writer().drain());
                    await(sleep(0)); // sends it
                }
                assertThat(text(await(c.reader().readLine()))).isEqualTo("6\n");
            }
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void lineThatDoesNotEndIsRefused(IoBackend backend) throws IOException {
        survives(
                backend, HostileTest::quiet, ServerOptions.builder().limit(1000).build(), server -> {
                    StreamConnection c = await(Net.openConnection(HOST, server.port()));
                    c.writer().write(new byte[5000]);
                    assertThat(text(await(c.reader().readLine()))).isEqualTo("too long\n");
                    await(c.closeAsync());
                    return Coroutine.done();
                });
    }

    /** More than the limit is not taken in while the handler does not read. */
    @ParameterizedTest
    @EnumSource
    void floodIsHeldUp(IoBackend backend) throws IOException {
        int limit = 10_000;
        int[] most = {0};
        AsyncEvent held = new AsyncEvent();
        ClientHandler sleepy = (r, w) -> {
            while (r.available() <= 2 * limit && !held.isSet()) {
                await(sleep(0));
            }
            for (int i = 0; i < 1000; i++) { // each polls: no more comes
                most[0] = Math.max(most[0], r.available());
                await(sleep(0));
            }
            held.set();
            await(quiet(r, w));
            return Coroutine.done();
        };
        survives(backend, sleepy, ServerOptions.builder().limit(limit).build(), server -> {
            StreamConnection c = await(Net.openConnection(HOST, server.port()));
            c.writer().write("1\n".repeat(2_000_000));
            await(held.waitAsync());
            assertThat(c.writer().transport().getWriteBufferSize()).isPositive();
            reset(c);
            return Coroutine.done();
        });
        // one read of Netty beyond what holds it up
        assertThat(most[0]).isGreaterThan(2 * limit).isLessThan(2 * limit + (1 << 17));
    }

    @ParameterizedTest
    @EnumSource
    void abortedUploadIsSeen(IoBackend backend) throws IOException {
        List<Throwable> seen = new ArrayList<>();
        ClientHandler upload = (r, w) -> {
            try {
                w.write((await(r.readExactly(8)).length - 1) + "\n");
                await(r.readExactly(1_000_000));
            } catch (IOException e) {
                seen.add(e);
            }
            return Coroutine.done();
        };
        survives(backend, upload, ServerOptions.DEFAULT, server -> {
            StreamConnection polite = await(Net.openConnection(HOST, server.port()));
            polite.writer().write(new byte[500_000]);
            await(polite.reader().readLine()); // or closing would be a reset
            await(polite.closeAsync());
            StreamConnection rude = await(Net.openConnection(HOST, server.port()));
            rude.writer().write(new byte[500_000]);
            await(rude.reader().readLine());
            reset(rude);
            return Coroutine.done();
        });
        // the last one is that of the question whether it still answers
        assertThat(seen).hasSize(3);
        assertThat(seen).anyMatch(e -> e instanceof IncompleteReadError i && i.partial().length > 0);
    }

    /**
     * The poll tells of the bytes and of the reset at once. Netty's io_uring would take the reset for told when it has
     * read the bytes: see {@code Uring}.
     */
    @ParameterizedTest
    @EnumSource
    void resetBehindBytesIsSeen(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            Promise<String> end = new Promise<>();
            try (Socket client = new Socket()) {
                ClientHandler busy = (r, w) -> {
                    await(r.readLine());
                    // the loop does not look at the socket while both come
                    client.getOutputStream().write(new byte[10]);
                    client.setSoLinger(true, 0);
                    client.close();
                    try {
                        await(r.readAll());
                        end.setResult("an end");
                    } catch (IOException e) {
                        end.setResult("a reset");
                    }
                    return Coroutine.done();
                };
                try (Server server = await(Net.startServer(busy, HOST, 0))) {
                    client.connect(server.address());
                    client.getOutputStream().write("now\n".getBytes());
                    assertThat(await(end)).isEqualTo("a reset");
                }
            }
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void garbageInsteadOfTlsIsCutOff(IoBackend backend) throws IOException {
        survives(backend, HostileTest::quiet, TLS, server -> {
            for (String garbage : List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001", "\0".repeat(999))) {
                StreamConnection c = await(Net.openConnection(HOST, server.port()));
                c.writer().write(garbage);
                if (garbage.length() == 3) { // the beginning of a handshake: no more
                    c.writer().writeEof();
                }
                await(ended(c));
            }
            return Coroutine.done();
        });
    }

    /** Whatever comes, until the other side has closed. */
    @Async
    private static Coroutine<Void> ended(StreamConnection c) {
        try {
            await(c.reader().readAll());
        } catch (IOException e) {
            // or it was reset
        }
        await(c.closeAsync());
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void brokenTlsIsCutOff(IoBackend backend) throws IOException {
        survives(backend, HostileTest::quiet, TLS, server -> {
            StreamConnection c = await(Net.openConnection(HOST, server.port(), TLS_CLIENT));
            assertThat(await(ask(c, "12"))).isEqualTo("2");
            Channel channel = (Channel) c.writer().getExtraInfo("socket");
            // below TLS: a record that nobody can decipher
            channel.pipeline()
                    .firstContext()
                    .writeAndFlush(channel.alloc()
                            .directBuffer()
                            .writeBytes(new byte[] {23, 3, 3, 0, 32})
                            .writeBytes(new byte[32]));
            await(ended(c));
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void resetsAtEveryPoint(IoBackend backend) throws IOException {
        for (ServerOptions options : List.of(ServerOptions.DEFAULT, TLS)) {
            survives(backend, HostileTest::quiet, options, server -> resets(server, options));
        }
    }

    @Async
    private static Coroutine<Void> resets(Server server, ServerOptions options) throws IOException {
        for (int point = 0; point < 6; point++) {
            for (int steps = 0; steps < 6; steps++) {
                boolean greeted = options.tls != null && point > 0;
                StreamConnection c = await(
                        Net.openConnection(HOST, server.port(), greeted ? TLS_CLIENT : ConnectionOptions.DEFAULT));
                if (point > 1) {
                    c.writer().write("half a li");
                }
                if (point > 2) {
                    c.writer().write("ne\n".repeat(1 << (2 * point)));
                    c.writer().transport().flush();
                }
                if (point > 3) {
                    await(c.reader().readLine());
                }
                if (point > 4) {
                    c.writer().startClosing();
                }
                for (int i = 0; i < steps; i++) {
                    await(sleep(0));
                }
                reset(c);
            }
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void tenThousandConnectionsLeaveNothing(IoBackend backend) throws IOException {
        survives(
                // the debug mode walks the stack for each task: half a minute on a slow machine
                OnLoop.tester(backend).debug(false).timeout(Duration.ofMinutes(5)),
                HostileTest::quiet,
                ServerOptions.DEFAULT,
                server -> {
                    List<Coroutine<Void>> clients = new ArrayList<>();
                    for (int i = 0; i < 20; i++) {
                        clients.add(comesOften(server, 500));
                    }
                    await(gather(clients));
                    return Coroutine.done();
                });
    }

    @Async
    private static Coroutine<Void> comesOften(Server server, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            StreamConnection c = await(Net.openConnection(HOST, server.port()));
            assertThat(await(ask(c, "hi"))).isEqualTo("2");
            reset(c); // leaves no TIME_WAIT, of which 10,000 would fill the ports
        }
        return Coroutine.done();
    }
}
