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
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A key-value server that listens. Closing it ends it with all that it keeps. */
public final class KvServer implements AsyncCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Engine engine;
    private final Replies out = new Replies();
    private @Nullable Server server;
    private @Nullable Task<Void> sweeper;

    @Async
    private static Coroutine<KvServer> start(String host, int port, Engine engine) throws IOException {
        KvServer kv = new KvServer(engine); // before the first client comes
        kv.server = await(Net.startServer(kv::serve, host, port));
        kv.sweeper = createTask(engine.databases().sweep(), "sweeper");
        engine.setPort(kv.port());
        return Coroutine.of(kv);
    }

    private KvServer(Engine engine) {
        this.engine = engine;
    }

    /**
     * Starts one.
     *
     * @param host where to listen
     * @param port 0 for any that is free
     * @throws IOException if it cannot listen there
     */
    public static Coroutine<KvServer> start(String host, int port, Limits limits) throws IOException {
        EventLoop loop = getRunningLoop();
        long epoch = System.currentTimeMillis() - loop.time().toMillis();
        return start(host, port, new Engine(() -> epoch + loop.time().toMillis(), limits, new SplittableRandom()));
    }

    /** Where it listens. */
    public int port() {
        return Objects.requireNonNull(server).port();
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

    /** Sends the replies that are ready, and sends all clients away. */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        Objects.requireNonNull(sweeper).cancel();
        Server s = Objects.requireNonNull(server);
        s.stopListening();
        s.closeClients();
        await(s.closeAsync(PATIENCE));
        return Coroutine.done();
    }
}
