package dev.jacquard.samples.kv;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;

/** A key-value server that listens. Closing it ends it with all that it keeps. */
public final class KvServer implements AsyncCloseable {
    private final Engine engine;
    private final Replies out = new Replies();
    private final Server server;
    private final Task<Void> sweeper;

    @Async
    private static Coroutine<KvServer> start(String host, int port, Engine engine)
            throws IOException {
        KvServer[] self = new KvServer[1];
        Server server =
                await(
                        Net.startServer(
                                (reader, writer) -> self[0].serve(reader, writer), host, port));
        self[0] = new KvServer(engine, server);
        return Coroutine.of(self[0]);
    }

    private KvServer(Engine engine, Server server) {
        this.engine = engine;
        this.server = server;
        this.sweeper = createTask(engine.databases().sweep(), "sweeper");
        engine.setPort(port());
    }

    /**
     * Starts one.
     *
     * @param host where to listen
     * @param port 0 for any that is free
     * @throws IOException if it cannot listen there
     */
    public static Coroutine<KvServer> start(String host, int port, Limits limits)
            throws IOException {
        EventLoop loop = getRunningLoop();
        long epoch = System.currentTimeMillis() - loop.time().toMillis();
        return start(
                host,
                port,
                new Engine(() -> epoch + loop.time().toMillis(), limits, new SplittableRandom()));
    }

    /** Where it listens. */
    public int port() {
        return ((InetSocketAddress) server.address()).getPort();
    }

    @Async
    private Coroutine<Void> serve(StreamReader reader, StreamWriter writer) throws IOException {
        if (engine.clients().size() >= engine.limits().clients()) {
            writer.write("-ERR max number of clients reached\r\n");
            return Coroutine.done();
        }
        try {
            await(new KvSession(engine, reader, writer, out).serve());
        } catch (IOException e) {
            // The client has gone without a word: nobody is left to be told.
        }
        return Coroutine.done();
    }

    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        sweeper.cancel();
        await(server.closeAsync());
        return Coroutine.done();
    }
}
