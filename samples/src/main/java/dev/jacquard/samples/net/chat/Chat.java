package dev.jacquard.samples.net.chat;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.net.StreamConnection;
import dev.jacquard.samples.Exit;
import dev.jacquard.samples.net.Arguments;
import dev.jacquard.samples.net.Terminal;
import java.io.IOException;

/**
 * A chat room. Without arguments, two talk for a moment; {@code chat server PORT} opens a room until Ctrl-C,
 * {@code chat client HOST PORT} goes into it (as {@code nc} would).
 */
public final class Chat {
    private static final String HOST = "127.0.0.1";
    private static final int MOST_LINES = 100;

    private Chat() {}

    public static void main(String[] args) throws IOException {
        Exit.with(run(args));
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) throws IOException {
        var arguments = new Arguments(args);
        if (args.length == 0) {
            Asyncio.run(Chat::demo);
        } else if (arguments.are("server", 1)) {
            Room room = new Room(MOST_LINES);
            return Terminal.serve(() -> Net.startServer(room::serve, HOST, arguments.port(1)));
        } else if (arguments.are("client", 2)) {
            return Terminal.client(() -> Net.openConnection(args[1], arguments.port(2)));
        } else {
            System.err.println("usage: chat [server PORT | client HOST PORT]");
            return 2;
        }
        return 0;
    }

    /** Somebody at a terminal whose lines are printed. */
    private record Guest(String name, StreamConnection connection, AsyncIterator<String> lines) {
        void says(String line) {
            connection.writer().write(line + "\n");
        }

        /** Prints the next lines that come. */
        @Async
        Coroutine<Void> hears(int n) {
            for (int i = 0; i < n; i++) {
                if (await(lines.hasNextAsync())) {
                    System.out.println(name + " < " + lines.next());
                }
            }
            return Coroutine.done();
        }
    }

    @Async
    private static Coroutine<Guest> enter(String name, StreamConnection connection) {
        var guest = new Guest(name, connection, connection.reader().lines().iterator());
        guest.says(name);
        await(guest.hears(2));
        return Coroutine.of(guest);
    }

    @Async
    static Coroutine<Void> demo() throws IOException {
        Room room = new Room(MOST_LINES);
        try (Server server = await(Net.startServer(room::serve, HOST, 0));
                StreamConnection first = await(Net.openConnection(HOST, server.port()));
                StreamConnection second = await(Net.openConnection(HOST, server.port()))) {
            Guest ada = await(enter("ada", first));
            Guest bob = await(enter("bob", second));
            await(ada.hears(1));
            bob.says("is the loom running?");
            await(ada.hears(1));
            await(bob.hears(1));
            ada.says("it is!");
            await(bob.hears(1));
            await(ada.hears(1));
            bob.says("/quit");
            await(ada.hears(1));
        }
        return Coroutine.done();
    }
}
