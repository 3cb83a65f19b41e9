package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.net.Handlers.ask;
import static dev.jacquard.net.Handlers.text;
import static dev.jacquard.net.OnLoop.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
    private static final Certificates LOCALHOST = Certificates.LOCALHOST;
    private static final Certificates OTHER = Certificates.OTHER;

    private static ServerOptions server(Tls.Builder tls) {
        return ServerOptions.builder().tls(tls.build()).build();
    }

    private static ConnectionOptions client(Tls.Builder tls) {
        return ConnectionOptions.builder().tls(tls.build()).build();
    }

    /** One question to a server that answers with the line's length. */
    @Async
    private static Coroutine<String> question(ServerOptions server, String host, ConnectionOptions client)
            throws IOException {
        try (Server s = await(Net.startServer(Handlers::lengths, HOST, 0, server));
                StreamConnection c = await(Net.openConnection(host, s.port(), client))) {
            return Coroutine.of(await(ask(c, "five!")));
        }
    }

    private static String asked(IoBackend backend, Tls.Builder server, String host, Tls.Builder client)
            throws IOException {
        return OnLoop.run(backend, () -> question(server(server), host, client(client)));
    }

    private static void refused(Tls.Builder server, String host, Tls.Builder client, String why) {
        assertThatThrownBy(() -> asked(IoBackend.NIO, server, host, client))
                .isInstanceOf(SSLException.class)
                .satisfies(e -> assertThat(causes(e)).contains(why));
    }

    private static String causes(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            all.append(t).append('\n');
        }
        return all.toString();
    }

    @ParameterizedTest
    @EnumSource
    void pemFilesOnBothSides(IoBackend backend) throws IOException {
        assertThat(asked(backend, LOCALHOST.server(), HOST, LOCALHOST.client())).isEqualTo("5");
    }

    @Test
    void keyStoresOnBothSides() throws Exception {
        Tls.Builder server = Tls.forServer().certificate(LOCALHOST.store(), Certificates.PASSWORD);
        var trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(LOCALHOST.chain())) {
            var factory = java.security.cert.CertificateFactory.getInstance("X.509");
            trusted.setCertificateEntry("it", factory.generateCertificate(in));
        }
        assertThat(asked(IoBackend.NIO, server, "localhost", Tls.forClient().trust(trusted)))
                .isEqualTo("5");
    }

    @Test
    void whoIsNotTrustedIsRefused() {
        refused(LOCALHOST.server(), HOST, Tls.forClient(), "unable to find valid certification path");
    }

    @Test
    void wrongNameIsRefused() {
        refused(OTHER.server(), "localhost", OTHER.client(), "name matching localhost found");
        refused(OTHER.server(), HOST, OTHER.client(), "No subject alternative names matching IP");
    }

    @Test
    void nameMayBeGivenOrNotChecked() throws IOException {
        ConnectionOptions named = ConnectionOptions.builder()
                .tls(OTHER.client().build())
                .serverName("other.example")
                .build();
        String answer = OnLoop.run(IoBackend.NIO, () -> question(server(OTHER.server()), HOST, named));
        assertThat(answer).isEqualTo("5");
        assertThat(asked(IoBackend.NIO, OTHER.server(), HOST, OTHER.client().checkHostName(false)))
                .isEqualTo("5");
        assertThat(asked(IoBackend.NIO, OTHER.server(), HOST, Tls.forClient().trustAnyone()))
                .isEqualTo("5");
    }

    @Test
    void serverMayWantACertificate() throws IOException {
        Tls.Builder server = LOCALHOST
                .server()
                .clientCertificates(Tls.ClientCertificates.REQUIRED)
                .trust(OTHER.chain());
        refused(server, HOST, LOCALHOST.client(), "certificate");
        Tls.Builder client = LOCALHOST.client().certificate(OTHER.chain(), OTHER.key());
        assertThat(asked(IoBackend.NIO, server, HOST, client)).isEqualTo("5");
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatWasAgreed(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            ServerOptions so = server(LOCALHOST.server().alpn("two", "one"));
            ConnectionOptions co = client(LOCALHOST.client().alpn("zero", "one"));
            try (Server s = await(Net.startServer(Handlers::lengths, HOST, 0, so));
                    StreamConnection c = await(Net.openConnection("localhost", s.port(), co))) {
                StreamWriter w = c.writer();
                assertThat(w.getExtraInfo("alpn")).isEqualTo("one");
                assertThat(w.getExtraInfo("ssl_object")).isInstanceOf(SSLSession.class);
                assertThat(w.getExtraInfo("cipher")).asString().startsWith("TLS_");
                assertThat(w.getExtraInfo("peercert")).isInstanceOfSatisfying(X509Certificate.class, x -> assertThat(
                                x.getSubjectX500Principal().getName())
                        .isEqualTo("CN=localhost"));
                assertThat(w.canWriteEof()).isFalse();
                assertThatThrownBy(w::writeEof).isInstanceOf(UnsupportedOperationException.class);
            }
            return Coroutine.done();
        });
    }

    @Test
    void serverChoosesByName() throws IOException {
        Tls.Builder server =
                LOCALHOST.server().serverName("*.example", OTHER.server().build());
        assertThat(asked(IoBackend.NIO, server, "localhost", LOCALHOST.client()))
                .isEqualTo("5");
        ConnectionOptions other = ConnectionOptions.builder()
                .tls(OTHER.client().build())
                .serverName("other.example")
                .build();
        String answer = OnLoop.run(IoBackend.NIO, () -> question(server(server), HOST, other));
        assertThat(answer).isEqualTo("5");
    }

    /** As SMTP does it: agree in clear text, go on encrypted. */
    @Async
    private static Coroutine<Void> upgrades(StreamReader reader, StreamWriter writer) throws IOException {
        assertThat(text(await(reader.readLine()))).isEqualTo("STARTTLS\n");
        writer.write("ready\n");
        await(Net.startTls(
                new StreamConnection(reader, writer), LOCALHOST.server().build(), null));
        await(Handlers.lengths(reader, writer));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void openConnectionGoesOnWithTls(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            try (Server s = await(Net.startServer(TlsTest::upgrades, HOST, 0));
                    StreamConnection c = await(Net.openConnection(HOST, s.port()))) {
                assertThat(await(ask(c, "STARTTLS"))).isEqualTo("ready");
                await(Net.startTls(c, LOCALHOST.client().build(), "localhost"));
                assertThat(c.writer().getExtraInfo("ssl_object")).isNotNull();
                assertThat(await(ask(c, "secret"))).isEqualTo("6");
            }
            return Coroutine.done();
        });
    }

    /** Reads a proxy's header only when more has come. */
    @Async
    private static Coroutine<Void> behindProxy(StreamReader reader, StreamWriter writer) throws IOException {
        while (reader.available() < HEADER.length() + 200) {
            await(sleep(0));
        }
        assertThat(text(await(reader.readLine()))).isEqualTo(HEADER);
        await(Net.startTls(
                new StreamConnection(reader, writer), LOCALHOST.server().build(), null));
        await(Handlers.lengths(reader, writer));
        return Coroutine.done();
    }

    private static final String HEADER = "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n";

    @ParameterizedTest
    @EnumSource
    void helloThatCameWithAProxysHeaderIsTakenForOne(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            try (Server s = await(Net.startServer(TlsTest::behindProxy, HOST, 0));
                    StreamConnection c = await(Net.openConnection(HOST, s.port()))) {
                c.writer().write(HEADER);
                await(Net.startTls(c, LOCALHOST.client().build(), "localhost"));
                assertThat(await(ask(c, "secret"))).isEqualTo("6");
                assertThat(await(ask(c, "longer secret"))).isEqualTo("13");
            }
            return Coroutine.done();
        });
    }

    /** A client speaks first: what a server has sent before cannot be TLS. */
    @Test
    void bytesThatAClientHasNotReadAreRefused() throws IOException {
        OnLoop.run(IoBackend.NIO, () -> {
            try (Server s = await(Net.startServer(TlsTest::speaksFirst, HOST, 0));
                    StreamConnection c = await(Net.openConnection(HOST, s.port()))) {
                while (c.reader().available() < 3) {
                    await(sleep(0));
                }
                ProtocolException refused = null;
                try {
                    await(Net.startTls(c, LOCALHOST.client().build(), "localhost"));
                } catch (ProtocolException e) {
                    refused = e;
                }
                assertThat(refused).hasMessage("3 bytes were received before TLS and not read");
                assertThat(c.writer().isClosing()).isTrue();
            }
            return Coroutine.done();
        });
    }

    @Async
    private static Coroutine<Void> speaksFirst(StreamReader reader, StreamWriter writer) throws IOException {
        writer.write(new byte[] {22, 3, 1});
        await(reader.readAll());
        return Coroutine.done();
    }

    @Test
    void bytesFromBeforeTlsAreRefused() throws IOException {
        var errors = OnLoop.errorsOf(IoBackend.NIO, () -> {
            try (Server s = await(Net.startServer(TlsTest::upgrades, HOST, 0));
                    StreamConnection c = await(Net.openConnection(HOST, s.port()))) {
                c.writer().write("STARTTLS\nsmuggled\n");
                await(c.reader().readAll());
            } catch (IOException e) {
                // or it is reset
            }
            return Coroutine.done();
        });
        assertThat(errors).singleElement().extracting(e -> e.exception()).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @EnumSource
    void endOfOneSideIsTheEndOfBoth(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            ServerOptions so = server(LOCALHOST.server());
            byte[] rest;
            ClientHandler sends = (r, w) -> {
                w.write("x".repeat(200_000));
                return Coroutine.done();
            };
            try (Server s = await(Net.startServer(sends, HOST, 0, so));
                    StreamConnection c = await(Net.openConnection(HOST, s.port(), client(LOCALHOST.client())))) {
                rest = await(c.reader().readAll());
            }
            assertThat(rest).hasSize(200_000);
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void cutWithoutAFarewellIsAnEnd(IoBackend backend) throws IOException {
        OnLoop.run(backend, () -> {
            ClientHandler cuts = (r, w) -> {
                w.write("half of");
                await(w.drain());
                w.transport().flush();
                // below TLS: an end of TCP, and no close_notify before it
                Channel channel = (Channel) w.getExtraInfo("socket");
                channel.pipeline()
                        .firstContext()
                        .writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(f -> ((DuplexChannel) channel).shutdownOutput());
                await(r.readAll());
                return Coroutine.done();
            };
            ServerOptions so = server(LOCALHOST.server());
            ConnectionOptions co = client(LOCALHOST.client());
            try (Server s = await(Net.startServer(cuts, HOST, 0, so));
                    StreamConnection c = await(Net.openConnection(HOST, s.port(), co))) {
                assertThat(text(await(c.reader().readAll()))).isEqualTo("half of");
                assertThat(c.reader().atEof()).isTrue();
            }
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource
    void badCertificateEndsTheUpgrade(IoBackend backend) throws IOException {
        var errors = OnLoop.errorsOf(backend, () -> {
            IOException refused = null;
            try (Server s = await(Net.startServer(TlsTest::upgrades, HOST, 0))) {
                StreamConnection c = await(Net.openConnection(HOST, s.port()));
                assertThat(await(ask(c, "STARTTLS"))).isEqualTo("ready");
                try {
                    await(Net.startTls(c, OTHER.client().build(), "localhost"));
                } catch (SSLException e) {
                    refused = e;
                }
                assertThat(c.writer().isClosing()).isTrue();
                await(untilEmpty(s));
            }
            assertThat(causes(refused)).contains("certification path");
            return Coroutine.done();
        });
        assertThat(errors) // the server's side is told as well
                .singleElement()
                .extracting(e -> e.exception())
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void unixSocketsTakeTls(IoBackend backend, @TempDir Path folder) throws IOException {
        Path path = folder.resolve("s");
        ServerOptions so = server(LOCALHOST.server());
        ConnectionOptions named = ConnectionOptions.builder()
                .tls(LOCALHOST.client().build())
                .serverName("localhost")
                .build();
        OnLoop.run(backend, () -> {
            try (Server s = await(Net.startUnixServer(Handlers::lengths, path, so));
                    StreamConnection c = await(Net.openUnixConnection(path, named))) {
                assertThat(c.writer().getExtraInfo("ssl_object")).isNotNull();
                assertThat(await(ask(c, "12345"))).isEqualTo("5");
            }
            return Coroutine.done();
        });
        assertThatThrownBy(() -> unnamed(backend, path, so)).hasMessageContaining("serverName");
    }

    private static void unnamed(IoBackend backend, Path path, ServerOptions so) throws IOException {
        OnLoop.run(backend, () -> {
            try (Server s = await(Net.startUnixServer(Handlers::lengths, path, so));
                    StreamConnection c = await(Net.openUnixConnection(path, client(LOCALHOST.client())))) {
                return Coroutine.done();
            }
        });
    }

    @Test
    void keysMayBeEncrypted(@TempDir Path folder) throws Exception {
        Path key = LOCALHOST.encryptedKey(folder.resolve("key.pem"), "secret");
        Tls.Builder server = Tls.forServer().certificate(LOCALHOST.chain(), key, "secret");
        assertThat(asked(IoBackend.NIO, server, HOST, LOCALHOST.client())).isEqualTo("5");
        assertThatThrownBy(() -> Tls.forServer()
                        .certificate(LOCALHOST.chain(), key, "wrong")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key.toString());
        assertThatThrownBy(() ->
                        Tls.forServer().certificate(LOCALHOST.chain(), key).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key.toString());
    }

    @ParameterizedTest
    @EnumSource
    void silentServerIsGivenUp(IoBackend backend) {
        ConnectionOptions hasty = ConnectionOptions.builder()
                .tls(LOCALHOST.client().build())
                .handshakeTimeout(Duration.ofMillis(100))
                .build();
        assertThatThrownBy(() -> OnLoop.run(backend, () -> {
                    try (Server s = await(Net.startServer((r, w) -> r.readAll(), HOST, 0));
                            StreamConnection c = await(Net.openConnection(HOST, s.port(), hasty))) {
                        return Coroutine.of(c);
                    }
                }))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("timed out after 100ms");
    }

    @ParameterizedTest
    @EnumSource
    void silentClientIsCutOff(IoBackend backend) throws IOException {
        ServerOptions hasty = ServerOptions.builder()
                .tls(LOCALHOST.server().build())
                .handshakeTimeout(Duration.ofMillis(100))
                .build();
        OnLoop.run(backend, () -> {
            try (Server s = await(Net.startServer(Handlers::echo, HOST, 0, hasty));
                    StreamConnection c = await(Net.openConnection(HOST, s.port()))) {
                await(c.reader().readAll());
                await(c.writer().closeAsync());
                await(untilEmpty(s));
            }
            return Coroutine.done();
        });
    }

    @Async
    static Coroutine<Void> untilEmpty(Server server) {
        await(server.waitEmpty());
        return Coroutine.done();
    }

    @Test
    void badSettingsAreRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Tls.forServer().build()).hasMessageContaining("certificate(...)");
        Path none = folder.resolve("none.pem");
        assertThatThrownBy(() -> Tls.forClient().trust(none).build()).hasMessageContaining("Cannot read " + none);
        Path bad = Files.writeString(folder.resolve("bad.pem"), "no PEM");
        assertThatThrownBy(() ->
                        Tls.forServer().certificate(LOCALHOST.chain(), bad).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BEGIN PRIVATE KEY");
        assertThatThrownBy(() -> ServerOptions.builder().tls(Tls.client())).hasMessageContaining("Tls.forServer()");
        assertThatThrownBy(
                        () -> ConnectionOptions.builder().tls(LOCALHOST.server().build()))
                .hasMessageContaining("Tls.forClient()");
        assertThatThrownBy(() -> ConnectionOptions.builder().connectTimeout(Duration.ZERO))
                .hasMessageContaining("connectTimeout has to be positive: PT0S");
    }
}
