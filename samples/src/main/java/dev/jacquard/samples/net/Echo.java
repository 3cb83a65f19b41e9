package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.net.StreamConnection;
import dev.jacquard.samples.Exit;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that sends back what it gets, and its client. Without arguments, one of them talks to three of the others;
 * {@code echo server PORT} serves until Ctrl-C, {@code echo client HOST PORT} sends what is typed.
 *
 * <p>In Python: {@code asyncio.start_server} and {@code asyncio.open_connection}.
 */
public final class Echo {
    private static final String HOST = "127.0.0.1";
    private static final int BLOCK = 1 << 14;

    private Echo() {}

    public static void main(String[] args) throws IOException {
        Exit.with(run(args));
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) throws IOException {
        var arguments = new Arguments(args);
        if (args.length == 0) {
            Asyncio.run(Echo::demo);
        } else if (arguments.are("server", 1)) {
            return Terminal.serve(() -> Net.startServer(Echo::serve, HOST, arguments.port(1)));
        } else if (arguments.are("client", 2)) {
            return Terminal.client(() -> Net.openConnection(args[1], arguments.port(2)));
        } else {
            System.err.println("usage: echo [server PORT | client HOST PORT]");
            return 2;
        }
        return 0;
    }

    /** One connection. {@code drain} waits while the client does not read. */
    @Async
    static Coroutine<Void> serve(StreamReader reader, StreamWriter writer) throws IOException {
        for (; ; ) {
            byte[] data = await(reader.read(BLOCK));
            if (data.length == 0) {
                return Coroutine.done();
            }
            writer.write(data);
            await(writer.drain());
        }
    }

    /** Sends a line and waits until it comes back. */
    @Async
    static Coroutine<String> ask(int port, String line) throws IOException {
        try (StreamConnection connection = await(Net.openConnection(HOST, port))) {
            connection.writer().write(line + "\n");
            for (String answer : connection.reader().lines()) {
                return Coroutine.of(answer);
            }
        }
        throw new IOException("The server has closed the connection");
    }

    @Async
    static Coroutine<Void> demo() throws IOException {
        try (Server server = await(Net.startServer(Echo::serve, HOST, 0))) {
            List<Coroutine<String>> clients = new ArrayList<>();
            for (String word : List.of("warp", "weft", "shuttle")) {
                clients.add(ask(server.port(), word));
            }
            System.out.println("echoes: " + await(gather(clients)));
        }
        return Coroutine.done();
    }
}
