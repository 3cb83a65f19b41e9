package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.files.AsyncFiles;
import dev.jacquard.files.TemporaryFolder;
import dev.jacquard.net.ConnectionOptions;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.net.ServerOptions;
import dev.jacquard.net.StreamConnection;
import dev.jacquard.net.Tls;
import dev.jacquard.samples.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * The {@link Echo} over TLS, with a certificate that is made for this run. A client that does not trust it gets no
 * connection. {@code tls server PORT CERT.pem KEY.pem} and {@code tls client HOST PORT [CA.pem]} are for real ones.
 *
 * <p>In Python: {@code asyncio.start_server(..., ssl=context)}.
 */
public final class TlsEcho {
    private static final String HOST = "127.0.0.1";

    private TlsEcho() {}

    public static void main(String[] args) throws IOException {
        Exit.with(run(args));
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) throws IOException {
        if (args.length == 0) {
            Asyncio.run(TlsEcho::demo);
            return 0;
        }
        if (args.length == 4 && args[0].equals("server") && Arguments.isPort(args[1])) {
            Tls tls = Tls.forServer()
                    .certificate(Path.of(args[2]), Path.of(args[3]))
                    .build();
            int port = Integer.parseInt(args[1]);
            return Terminal.serve(() -> Net.startServer(Echo::serve, HOST, port, server(tls)));
        }
        boolean isClient = args.length == 3 || args.length == 4;
        if (isClient && args[0].equals("client") && Arguments.isPort(args[2])) {
            Tls tls = args.length == 3
                    ? Tls.client()
                    : Tls.forClient().trust(Path.of(args[3])).build();
            int port = Integer.parseInt(args[2]);
            return Terminal.client(() -> Net.openConnection(args[1], port, client(tls)));
        }
        System.err.println("usage: tls [server PORT CERT.pem KEY.pem | client HOST PORT [CA.pem]]");
        return 2;
    }

    private static ServerOptions server(Tls tls) {
        return ServerOptions.builder().tls(tls).build();
    }

    private static ConnectionOptions client(Tls tls) {
        return ConnectionOptions.builder().tls(tls).build();
    }

    @Async
    static Coroutine<Void> demo() throws IOException {
        try (TemporaryFolder folder = await(AsyncFiles.temporaryFolder("jacquard-tls"))) {
            Certificate certificate = await(Certificate.make(folder.path(), HOST));
            try (Server server = await(Net.startServer(Echo::serve, HOST, 0, server(certificate.server())))) {
                await(ask("a client that trusts it", server.port(), certificate.client()));
                await(ask("one that trusts whom the JDK trusts", server.port(), Tls.client()));
            }
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> ask(String who, int port, Tls tls) throws IOException {
        try (StreamConnection c = await(Net.openConnection(HOST, port, client(tls)))) {
            var session = (SSLSession) c.writer().getExtraInfo("ssl_object");
            c.writer().write("secret\n");
            for (String line : c.reader().lines()) {
                System.out.println(who
                        + ": "
                        + line
                        + " over "
                        + Objects.requireNonNull(session).getProtocol());
                break;
            }
        } catch (SSLException e) {
            System.out.println(who + ": refused, " + e.getClass().getSimpleName());
        }
        return Coroutine.done();
    }
}
