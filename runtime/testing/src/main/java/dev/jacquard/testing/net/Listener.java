package dev.jacquard.testing.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueShutDown;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Takes the connections to one port of a host: one by one, or in a {@code for} loop. */
public final class Listener implements AsyncIterable<Connection>, AsyncCloseable {
    private final Host host;
    private final int port;
    private final AsyncQueue<Connection> waiting = new AsyncQueue<>();
    private final Runnable closed;

    Listener(Host host, int port) {
        this.host = host;
        this.port = port;
        this.closed = host.net().loop().opened(this);
    }

    void offer(Connection connection) {
        waiting.putNowait(connection);
    }

    /** Whose port it is. */
    public Host host() {
        return host;
    }

    /** The port. */
    public int port() {
        return port;
    }

    /**
     * The next connection.
     *
     * @throws IOException if the listener is closed, or its host crashes
     */
    @Async
    public Coroutine<Connection> accept() throws IOException {
        try {
            return Coroutine.of(await(waiting.get()));
        } catch (QueueShutDown e) {
            throw new IOException("The listener " + host.name() + ":" + port + " is closed", e);
        }
    }

    /** Takes connections until the listener is closed. */
    @Override
    public AsyncIterator<Connection> iterator() {
        return new Connections(this);
    }

    /** Takes no more; those that nobody has accepted are closed. */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        host.listenerClosed(port, this);
        closed.run();
        waiting.shutdown();
        while (!waiting.isEmpty()) {
            await(waiting.getNowait().closeAsync());
        }
        return Coroutine.done();
    }

    void crashed() {
        host.listenerClosed(port, this);
        closed.run();
        waiting.shutdown(true);
    }

    private static final class Connections implements AsyncIterator<Connection> {
        private final Listener listener;
        private @Nullable Connection next;

        Connections(Listener listener) {
            this.listener = listener;
        }

        @Override
        @Async
        public Coroutine<Boolean> hasNextAsync() {
            if (next == null) {
                try {
                    next = await(listener.waiting.get());
                } catch (QueueShutDown e) {
                    return Coroutine.of(false);
                }
            }
            return Coroutine.of(true);
        }

        @Override
        public Connection next() {
            Connection c = next;
            if (c == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return c;
        }
    }

    @Override
    public String toString() {
        return "Listener[" + host.name() + ":" + port + "]";
    }
}
