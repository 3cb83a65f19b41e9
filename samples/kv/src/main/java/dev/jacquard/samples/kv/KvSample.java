package dev.jacquard.samples.kv;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key-value server that speaks the protocol of Redis. Without arguments it talks to itself and ends; with
 * {@code [--host HOST] [--port PORT] [--io nio|epoll|io_uring]} it serves until it is told to end, by Ctrl-C or
 * SIGTERM.
 */
public final class KvSample {
    private static final String HOST = "127.0.0.1";
    private static final int PORT = 6379;
    private static final int LAST_PORT = 65535;

    private KvSample() {}

    public static void main(String[] args) throws IOException {
        int status = run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) throws IOException {
        if (args.length == 0) {
            Asyncio.run(KvSample::talk);
            return 0;
        }
        String host = HOST;
        int port = PORT;
        try {
            for (int i = 0; i < args.length; i += 2) {
                switch (args[i]) {
                    case "--host" -> host = args[i + 1];
                    case "--port" -> port = port(args[i + 1]);
                    case "--io" ->
                        IoBackend.valueOf(args[i + 1].toUpperCase(Locale.ROOT)).install();
                    default -> throw new IllegalArgumentException(args[i]);
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println("usage: kv [--host HOST] [--port PORT] [--io nio|epoll|io_uring]; PORT is"
                    + " 6379, or 0 for one that is free");
            return 2;
        }
        try {
            Asyncio.run(serve(host, port));
        } catch (LoopExit e) {
            System.out.println("good-bye");
        }
        return 0;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException(text);
        }
        return port;
    }

    @Async
    private static Coroutine<Void> serve(String host, int port) throws IOException {
        try (KvServer server = await(KvServer.start(host, port, Limits.DEFAULT))) {
            System.out.println("READY " + server.port());
            await(new Promise<Void>()); // until it is cancelled
        }
        return Coroutine.done();
    }

    // ---- the tour ------------------------------------------------------------------------------

    @Async
    static Coroutine<Void> talk() throws IOException {
        try (KvServer server = await(KvServer.start(HOST, 0, Limits.DEFAULT));
                KvClient client = await(KvClient.connect(HOST, server.port()))) {
            await(show(client, "SET", "greeting", "hello"));
            await(show(client, "APPEND", "greeting", ", world"));
            await(show(client, "GET", "greeting"));
            await(show(client, "RPUSH", "loom", "warp", "weft"));
            await(show(client, "INCR", "loom"));
            await(expire(client));
            await(pipeline(client));
            await(waitForWork(client, server.port()));
            await(subscribe(client, server.port()));
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> show(KvClient client, String... words) throws IOException {
        System.out.println(String.join(" ", words) + " -> " + text(await(client.call(words))));
        return Coroutine.done();
    }

    private static String text(@Nullable Object reply) {
        return reply instanceof KvClient.Failure failure ? "(error) " + failure.message() : String.valueOf(reply);
    }

    @Async
    private static Coroutine<Void> expire(KvClient client) throws IOException {
        await(show(client, "SET", "soon", "gone", "PX", "20"));
        await(sleep(40));
        await(show(client, "GET", "soon"));
        return Coroutine.done();
    }

    /** A thousand commands are sent before the first reply is read. */
    @Async
    private static Coroutine<Void> pipeline(KvClient client) throws IOException {
        for (int i = 0; i < 1000; i++) {
            client.send("INCR", "counter");
        }
        Object last = null;
        for (int i = 0; i < 1000; i++) {
            last = await(client.receive());
        }
        System.out.println("INCR counter, a thousand times at once -> " + last);
        return Coroutine.done();
    }

    /** One client waits for what another one pushes. */
    @Async
    private static Coroutine<Void> waitForWork(KvClient client, int port) throws IOException {
        try (KvClient worker = await(KvClient.connect(HOST, port))) {
            Task<@Nullable Object> work = createTask(worker.call("BLPOP", "jobs", "5"));
            await(sleep(20));
            await(show(client, "LPUSH", "jobs", "weave a card"));
            System.out.println("the worker's BLPOP -> " + await(work, IOException.class));
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> subscribe(KvClient client, int port) throws IOException {
        try (KvClient listener = await(KvClient.connect(HOST, port))) {
            await(show(listener, "SUBSCRIBE", "news"));
            await(show(client, "PUBLISH", "news", "the loom is running"));
            System.out.println("the listener -> " + await(listener.receive()));
        }
        return Coroutine.done();
    }
}
