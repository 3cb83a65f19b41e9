package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.docstesting.Output;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.net.StreamConnection;
import dev.jacquard.samples.OnSockets;
import dev.jacquard.samples.net.chat.Chat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the samples of the network print, and what they do beyond their demonstration. */
class NetSamplesTest {
    private static final String HOST = "127.0.0.1";

    private static List<String> lines(Output.Program program) throws Exception {
        return Output.linesOf(program);
    }

    @Test
    void echo() throws Exception {
        assertThat(lines(() -> assertThat(Echo.run()).isZero())).containsExactly("echoes: [warp, weft, shuttle]");
    }

    /** More than fits into all buffers, with a client that writes all before it reads. */
    @Test
    void echoOfMuch() throws Exception {
        byte[] data = new byte[4 << 20];
        new Random(1).nextBytes(data);
        assertThat(Arrays.equals(OnSockets.run(() -> echoed(data)), data)).isTrue();
    }

    @Async
    private static Coroutine<byte[]> echoed(byte[] data) throws IOException {
        try (Server server = await(Net.startServer(Echo::serve, HOST, 0));
                StreamConnection c = await(Net.openConnection(HOST, server.port()))) {
            c.writer().write(data);
            c.writer().writeEof();
            return Coroutine.of(await(c.reader().readAll()));
        }
    }

    @Test
    void tls() throws Exception {
        assertThat(lines(() -> assertThat(TlsEcho.run()).isZero()))
                .containsExactly(
                        "a client that trusts it: secret over TLSv1.3",
                        "one that trusts whom the JDK trusts: refused, SSLHandshakeException");
    }

    @Test
    void portScan() throws Exception {
        List<String> lines = lines(() -> assertThat(PortScan.run()).isZero());
        assertThat(lines.subList(0, 5))
                .containsExactly("", "1 of 3 ports", "2 of 3 ports", "3 of 3 ports", "port   state");
        assertThat(lines.subList(5, 7)).allMatch(line -> line.matches("\\d+ +open"));
        assertThat(lines.subList(7, lines.size())).containsExactly("and 1 closed ones");
    }

    @Test
    void portsOfARange() {
        assertThat(PortScan.ports("22,80,8000-8002,80")).containsExactly(22, 80, 8000, 8001, 8002);
        for (String wrong : List.of("", "x", "0", "65536", "9-8", "1-2-3", "1,", "-5", "999999")) {
            assertThat(PortScan.ports(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void scanIsBoundedAndGivesAllResults() throws Exception {
        assertThat(OnSockets.run(NetSamplesTest::scan)).isEqualTo(20);
    }

    @Async
    private static Coroutine<Integer> scan() throws IOException {
        int[] now = {0, 0};
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            servers.add(await(Net.startServer(
                    (reader, writer) -> {
                        now[0]++;
                        now[1] = Math.max(now[1], now[0]);
                        await(reader.readAll());
                        now[0]--;
                        return Coroutine.done();
                    },
                    HOST,
                    0)));
        }
        var scanner = new PortScanner(HOST, 1, Duration.ofSeconds(10));
        List<Integer> counts = new ArrayList<>();
        var results = await(scanner.scan(servers.stream().map(Server::port).toList(), (result, n) -> counts.add(n)));
        List<Coroutine<Void>> closing = new ArrayList<>();
        for (Server server : servers) {
            closing.add(server.closeAsync());
        }
        await(gather(closing));
        assertThat(counts).hasSize(20).isSorted().endsWith(20);
        assertThat(results).allMatch(r -> r.state() == PortScanner.State.OPEN);
        assertThat(now[1]).isLessThanOrEqualTo(2); // the last one may still be leaving
        return Coroutine.of(results.size());
    }

    @Test
    void download() throws Exception {
        List<String> lines = lines(() -> assertThat(Download.run()).isZero());
        assertThat(lines.get(lines.size() - 2)).contains("[##############################] 100 %, 8.0 of 8.0 MiB, ");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("cards.bin is the same");
    }

    @Test
    void downloadOfWhatIsNotThere(@TempDir Path folder) throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/gone", exchange -> exchange.sendResponseHeaders(404, -1));
        http.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(200, 1000); // and no more
            exchange.getResponseBody().write(new byte[10]);
            exchange.close();
        });
        http.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/fine");
            exchange.sendResponseHeaders(301, -1);
        });
        http.createContext("/fine", exchange -> {
            exchange.sendResponseHeaders(200, 0); // of unknown length
            exchange.getResponseBody().write(new byte[100]);
            exchange.close();
        });
        http.start();
        try {
            String base = "http://" + HOST + ":" + http.getAddress().getPort();
            String to = folder.resolve("file").toString();
            assertThat(Output.errorsOf(
                            () -> assertThat(Download.run(base + "/gone", to)).isEqualTo(1)))
                    .contains("status 404");
            assertThat(Output.errorsOf(
                            () -> assertThat(Download.run(base + "/broken", to)).isEqualTo(1)))
                    .contains("Cannot download it");
            try (var left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
            assertThat(lines(() -> assertThat(Download.run(base + "/moved", to)).isZero()))
                    .isNotEmpty();
            assertThat(folder.resolve("file")).hasSize(100);
        } finally {
            http.stop(0);
        }
    }

    @Test
    void badArgumentsAreExplained() throws Exception {
        assertThat(Output.errorsOf(() -> assertThat(Echo.run("server")).isEqualTo(2)))
                .contains("usage: echo");
        assertThat(Output.errorsOf(() -> assertThat(Chat.run("server", "x")).isEqualTo(2)))
                .contains("usage: chat");
        assertThat(Output.errorsOf(() -> assertThat(TlsEcho.run("client", "a")).isEqualTo(2)))
                .contains("usage: tls");
        assertThat(Output.errorsOf(() -> assertThat(PortScan.run(HOST, "0")).isEqualTo(2)))
                .contains("usage: portscan");
        for (String wrong : List.of("here", "ftp://a/b", "http://[", "mailto:a@b")) {
            assertThat(Output.errorsOf(() -> assertThat(Download.run(wrong)).isEqualTo(2)))
                    .contains("usage: download");
        }
    }
}
