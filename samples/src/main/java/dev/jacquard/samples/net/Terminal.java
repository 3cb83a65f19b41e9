package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Server;
import dev.jacquard.net.StreamConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;

/** Runs servers and clients at a terminal. */
public final class Terminal {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Terminal() {}

    /** Runs a server until Ctrl-C or SIGTERM; gives the exit status. */
    public static int serve(ThrowingAsyncCallable<Server, IOException> start) throws IOException {
        try {
            Asyncio.run(() -> serveForEver(start));
        } catch (LoopExit e) {
            System.out.println("good-bye");
        }
        return 0;
    }

    @Async
    private static Coroutine<Void> serveForEver(ThrowingAsyncCallable<Server, IOException> start) throws IOException {
        Server server = await(start.call());
        System.out.println("READY " + server.port());
        try {
            await(server.serveForever());
        } finally {
            await(server.closeAsync(PATIENCE));
        }
        return Coroutine.done();
    }

    /** Sends what is typed, and prints what comes, until one of both ends; the exit status. */
    public static int client(ThrowingAsyncCallable<StreamConnection, IOException> open) {
        try {
            Asyncio.run(() -> talk(open));
        } catch (LoopExit e) {
            return 0;
        } catch (IOException e) {
            System.err.println(e);
            return 1;
        }
        return 0;
    }

    @Async
    private static Coroutine<Void> talk(ThrowingAsyncCallable<StreamConnection, IOException> open) throws IOException {
        try (StreamConnection connection = await(open.call())) {
            Task<Void> typing = createTask(send(connection));
            for (String line : connection.reader().lines()) {
                System.out.println(line);
            }
            typing.cancel();
        }
        return Coroutine.done();
    }

    /** A thread waits for the keyboard, the loop does not. */
    @Async
    private static Coroutine<Void> send(StreamConnection connection) throws IOException {
        var keyboard = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        for (; ; ) {
            String line = await(toThread(keyboard::readLine), IOException.class);
            if (line == null) {
                if (connection.writer().canWriteEof()) {
                    connection.writer().writeEof();
                } else {
                    connection.writer().startClosing();
                }
                return Coroutine.done();
            }
            connection.writer().write(line + "\n");
            await(connection.writer().drain());
        }
    }
}
