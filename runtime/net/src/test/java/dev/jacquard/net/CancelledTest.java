package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.timeout;
import static dev.jacquard.net.OnLoop.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.AwaitRuns;
import dev.jacquard.testing.CancelEverywhere.At;
import dev.jacquard.testing.EveryAwait;
import dev.jacquard.testing.Mishap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that opens something, cancelled at each turn of the loop: no socket stays open. */
class CancelledTest {
    private static final EveryAwait TURNS =
            EveryAwait.with(Mishap.CANCEL).at(At.LOOP_TURNS).descriptors(true);

    private static final Tls SERVER = Certificates.LOCALHOST.server().build();
    private static final Tls CLIENT = Certificates.LOCALHOST.client().build();

    private static <X extends Exception> void check(
            IoBackend backend, ThrowingAsyncFunction<AsyncTester, Void, X> program) throws X {
        AwaitRuns runs = TURNS.check(() -> OnLoop.tester(backend).timeout(Duration.ofSeconds(2)), program);
        assertThat(runs.runs()).isGreaterThan(2);
    }

    /** A client that is cancelled may leave a reset, which is no fault. */
    @Async
    private static Coroutine<Void> shout(StreamReader reader, StreamWriter writer) {
        try {
            for (byte[] line : reader) {
                writer.write(new String(line, StandardCharsets.UTF_8).toUpperCase());
                await(writer.drain());
            }
        } catch (IOException | UncheckedIOException e) {
            writer.transport().abort();
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> ask(StreamConnection c) throws IOException {
        c.writer().write("hello\n");
        await(c.writer().drain());
        byte[] answer = await(c.reader().readLine());
        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HELLO\n");
        return Coroutine.done();
    }

    // ---- a client and a server -----------------------------------------------------------------

    @Async
    private static Coroutine<Void> talk(ServerOptions server, ConnectionOptions client) throws IOException {
        try (Server s = await(Net.startServer(CancelledTest::shout, HOST, 0, server));
                StreamConnection c = await(Net.openConnection(HOST, s.port(), client))) {
            await(ask(c));
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void connectAcceptAndTalk(IoBackend backend) throws IOException {
        check(backend, t -> talk(ServerOptions.DEFAULT, ConnectionOptions.DEFAULT));
    }

    @ParameterizedTest
    @EnumSource
    void tls(IoBackend backend) throws Exception {
        check(
                backend,
                t -> talk(
                        ServerOptions.builder().tls(SERVER).build(),
                        ConnectionOptions.builder()
                                .tls(CLIENT)
                                .serverName("localhost")
                                .build()));
    }

    @Async
    private static Coroutine<Void> startsTls(StreamReader reader, StreamWriter writer) {
        try {
            await(reader.readLine());
            writer.write("go\n");
            await(Net.startTls(new StreamConnection(reader, writer), SERVER, null));
            await(shout(reader, writer));
        } catch (IOException e) {
            writer.transport().abort(); // the client was cancelled
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> talkWithStartTls() throws IOException {
        try (Server s = await(Net.startServer(CancelledTest::startsTls, HOST, 0));
                StreamConnection c = await(Net.openConnection(HOST, s.port()))) {
            c.writer().write("tls?\n");
            await(c.reader().readLine());
            await(Net.startTls(c, CLIENT, "localhost"));
            await(ask(c));
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void startTls(IoBackend backend) throws IOException {
        check(backend, t -> talkWithStartTls());
    }

    // ---- the race of addresses -----------------------------------------------------------------

    /** Both addresses are connected to, as the delay is short, and one of them has to lose. */
    @Async
    private static Coroutine<Void> race() throws IOException {
        try (Server s = await(Net.startServer(CancelledTest::shout, HOST, 0))) {
            int port = s.port();
            try (StreamConnection c = await(HappyEyeballs.race(
                    "two addresses",
                    List.of(HOST, HOST),
                    Duration.ofNanos(1),
                    host -> Net.openConnection(host, port),
                    lost -> lost.writer().transport().abort()))) {
                await(ask(c));
            }
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void nameWithTwoAddresses(IoBackend backend) throws IOException {
        check(backend, t -> race());
    }

    // ---- others --------------------------------------------------------------------------------

    @Async
    private static Coroutine<Void> talkUnix(Path path) throws IOException {
        try (Server s = await(Net.startUnixServer(CancelledTest::shout, path));
                StreamConnection c = await(Net.openUnixConnection(path))) {
            await(ask(c));
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void unixSockets(IoBackend backend, @TempDir Path folder) throws IOException {
        check(backend, t -> talkUnix(folder.resolve("s")));
        assertThat(folder).isEmptyDirectory();
    }

    @Async
    private static Coroutine<Void> datagram() throws IOException {
        InetSocketAddress any = new InetSocketAddress(HOST, 0);
        try (DatagramEndpoint a = await(
                        Net.openDatagram(DatagramOptions.builder().local(any).build()));
                DatagramEndpoint b = await(Net.openDatagram(
                        DatagramOptions.builder().remote(a.localAddress()).build()))) {
            b.send(new byte[] {1});
            assertThat(await(a.receive()).data()).containsExactly(1);
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void datagrams(IoBackend backend) throws IOException {
        check(backend, t -> datagram());
    }

    @Async
    private static Coroutine<Void> within() throws IOException {
        try (Server s = await(Net.startServer(CancelledTest::shout, HOST, 0))) {
            try (StreamConnection c =
                    await(timeout(Duration.ofSeconds(20), t -> Net.openConnection("localhost", s.port())))) {
                await(ask(c));
            }
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void timeoutAroundConnecting(IoBackend backend) throws IOException {
        check(backend, t -> within());
    }
}
