package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What docs/net.md shows. */
class ExamplesTest {
    // doc: handler
    @Async
    static Coroutine<Void> shout(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] line : reader) {
            writer.write(new String(line, StandardCharsets.UTF_8).toUpperCase());
            await(writer.drain()); // waits while the client does not keep up
        }
        return Coroutine.done();
    }

    // end

    // doc: client
    @Async
    static Coroutine<String> ask(int port, String question) throws IOException {
        try (StreamConnection c = await(Net.openConnection("127.0.0.1", port))) {
            c.writer().write(question + "\n");
            byte[] answer = await(c.reader().readLine());
            return Coroutine.of(new String(answer, StandardCharsets.UTF_8).strip());
        }
    }

    // end

    @Async
    static Coroutine<String> both() throws IOException {
        // doc: server
        ServerOptions options = ServerOptions.builder()
                .maxConnections(1000)
                .gracePeriod(Duration.ofSeconds(5)) // then the rest is cancelled
                .build();
        try (Server server = await(Net.startServer(ExamplesTest::shout, "127.0.0.1", 0, options))) {
            return Coroutine.of(await(ask(server.port(), "hello")));
        }
        // end
    }

    @Test
    void servesAndAsks() throws IOException {
        assertThat(OnLoop.run(IoBackend.NIO, () -> both())).isEqualTo("HELLO");
    }

    @Async
    static Coroutine<String> secret(Path chain, Path key) throws IOException {
        // doc: tls
        Tls server = Tls.forServer().certificate(chain, key).build();
        Tls client = Tls.forClient().trust(chain).build();
        try (Server s = await(Net.startServer(
                        ExamplesTest::shout,
                        "localhost",
                        0,
                        ServerOptions.builder().tls(server).build()));
                StreamConnection c = await(Net.openConnection(
                        "localhost",
                        s.port(),
                        ConnectionOptions.builder().tls(client).build()))) {
            c.writer().write("psst\n");
            byte[] answer = await(c.reader().readLine());
            return Coroutine.of(new String(answer, StandardCharsets.UTF_8));
        }
        // end
    }

    @Test
    void encrypts() throws IOException {
        Certificates c = Certificates.LOCALHOST;
        assertThat(OnLoop.run(IoBackend.NIO, () -> secret(c.chain(), c.key()))).isEqualTo("PSST\n");
    }

    // doc: datagrams
    @Async
    static Coroutine<Integer> countUntil(DatagramEndpoint endpoint, String last) {
        int n = 0;
        for (Datagram d : endpoint) {
            n++;
            if (new String(d.data(), StandardCharsets.UTF_8).equals(last)) {
                break;
            }
        }
        return Coroutine.of(n);
    }

    // end

    @Test
    void countsDatagrams() throws IOException {
        int n = OnLoop.run(IoBackend.NIO, () -> {
            DatagramOptions here = DatagramOptions.builder()
                    .local(new InetSocketAddress("127.0.0.1", 0))
                    .build();
            try (DatagramEndpoint e = await(Net.openDatagram(here))) {
                e.send(new byte[] {'a'}, e.localAddress());
                e.send(new byte[] {'z'}, e.localAddress());
                return Coroutine.of(await(countUntil(e, "z")));
            }
        });
        assertThat(n).isEqualTo(2);
    }

    @Test
    void servesOnLoops() throws IOException {
        // doc: loops
        try (MultiLoopServer server = MultiLoopServer.builder().loops(2).start(ExamplesTest::shout, "127.0.0.1", 0)) {
            assertThat(server.loops()).hasSize(2);
            new Socket("127.0.0.1", server.port()).close();
        } // ends gracefully
        // end
    }
}
