package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.Runner;
import dev.jacquard.annotations.Async;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server on several loops, each on a thread of its own, in one process: the counterpart of several worker processes.
 * A connection stays on the loop that got it.
 *
 * <pre>{@code
 * try (MultiLoopServer server = MultiLoopServer.builder().loops(4).start(Shop::serve, null, 8080)) {
 *     server.join();
 * }
 * }</pre>
 *
 * <p>The loops share the port where the system can ({@code SO_REUSEPORT}): it gives each connection to one of them.
 * Elsewhere the first loop accepts all, and hands them round.
 *
 * <p>The handler is called on all the loops' threads: what it shares between connections has to be safe for that, or
 * belong to {@code getRunningLoop()}.
 *
 * <p>When the JVM is told to end (SIGTERM, Ctrl-C), all loops stop listening at once, and the JVM waits for their
 * handlers, at most for {@link ServerOptions.Builder#gracePeriod}; without one, as long as
 * {@link Runner.Builder#shutdownTimeout} says.
 *
 * <p>All methods may be called on any thread, but block; so not on the thread of a loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's, of a closing for which nobody waits here
public final class MultiLoopServer implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Builder settings;
    private final ClientHandler handler;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<io.netty.channel.EventLoop, Server> byLoop = new ConcurrentHashMap<>();
    private @Nullable SocketAddress address;

    private MultiLoopServer(Builder settings, ClientHandler handler) {
        this.settings = settings;
        this.handler = handler;
    }

    /** Options. */
    public static Builder builder() {
        return new Builder();
    }

    /** One loop, its thread and its server. */
    private final class Worker implements Runnable {
        final CompletableFuture<EventLoop> ready = new CompletableFuture<>();
        final CompletableFuture<Server> started = new CompletableFuture<>();
        final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        final CompletableFuture<Listening> listening = new CompletableFuture<>();
        private @Nullable IoEventLoop netty;
        private @Nullable Promise<@Nullable Duration> end;

        @Override
        public void run() {
            try {
                runLoop();
                ended.complete(null);
            } catch (Throwable e) {
                ready.completeExceptionally(e);
                started.completeExceptionally(e);
                ended.completeExceptionally(e);
            } finally {
                if (netty != null) {
                    byLoop.remove(netty);
                }
            }
        }

        private void runLoop() throws IOException {
            Runner.Builder builder = Runner.builder().loopFactory(settings.backend()::newLoop);
            try (Runner runner = settings.waitForGrace(builder).build()) {
                runner.run(serve());
            }
        }

        @Async
        private Coroutine<Void> serve() throws IOException {
            EventLoop loop = getRunningLoop();
            Promise<@Nullable Duration> ending = new Promise<>(loop);
            end = ending;
            IoEventLoop mine = NettyPoller.of(loop).netty();
            netty = mine;
            Server server = new Server(loop, handler, settings.options);
            byLoop.put(mine, server);
            ready.complete(loop);
            Listening how = await(listening);
            if (how.binds) {
                await(binder(server, how).bind(how.host, how.port));
            }
            started.complete(server);
            Duration grace;
            try {
                grace = await(ending);
            } catch (CancelledError e) {
                // The JVM is told to end: that is an order to end gracefully, as close() is. A
                // second one cancels closeAsync, which then ends hard.
                Objects.requireNonNull(currentTask()).uncancel();
                grace = null;
            } catch (Throwable e) {
                server.abort();
                throw e;
            }
            if (grace == null) {
                await(server.closeAsync());
            } else {
                await(server.closeAsync(grace));
            }
            return Coroutine.done();
        }

        @SuppressWarnings("NullAway") // a promise of perhaps no value
        void end(@Nullable Duration grace) {
            EventLoop loop;
            try {
                loop = ready.join();
                loop.callSoonThreadSafe(() -> {
                    Promise<@Nullable Duration> e = end;
                    if (e != null && !e.isDone()) {
                        e.setResult(grace);
                    }
                });
            } catch (RuntimeException e) {
                // it has not begun, or it has ended
            }
        }
    }

    /** What a worker does. */
    private record Listening(boolean binds, boolean handsOver, @Nullable String host, int port) {}

    private Binder binder(Server server, Listening how) {
        ServerOptions.Builder options = settings.options.toBuilder();
        if (how.handsOver) {
            List<IoEventLoop> loops = new ArrayList<>();
            for (Worker w : workers) {
                if (w.netty != null) {
                    loops.add(w.netty);
                }
            }
            return new Binder(server, options.build(), new LoopRing(loops), channel -> {
                Server owner = byLoop.get(channel.eventLoop());
                if (owner == null) {
                    channel.close(); // its loop has ended
                } else {
                    owner.accepted(channel);
                }
            });
        }
        int share = (settings.options.maxConnections + settings.loops - 1) / settings.loops;
        return new Binder(
                server,
                options.maxConnections(share).reusePort(settings.loops > 1).build());
    }

    private void start(@Nullable String host, int port) throws IOException {
        int group = NUMBERS.incrementAndGet();
        for (int i = 0; i < settings.loops; i++) {
            Worker w = new Worker();
            workers.add(w);
            new Thread(w, "jacquard-server-" + group + "-loop-" + (i + 1)).start();
        }
        try {
            for (Worker w : workers) {
                get(w.ready);
            }
            boolean handsOver = settings.handsOver();
            int p = port;
            for (int i = 0; i < settings.loops; i++) {
                Worker w = workers.get(i);
                w.listening.complete(new Listening(i == 0 || !handsOver, handsOver, host, p));
                Server server = get(w.started);
                if (i == 0) {
                    address = server.address();
                    p = server.port();
                }
            }
        } catch (Throwable e) {
            for (Worker w : workers) {
                w.listening.completeExceptionally(e);
                w.end(Duration.ZERO);
            }
            throw e;
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Where it listens. */
    public SocketAddress address() {
        return Objects.requireNonNull(address);
    }

    /** The port where it listens. */
    public int port() {
        return ((InetSocketAddress) address()).getPort();
    }

    /** The loops, for {@code callSoonThreadSafe} and {@code runCoroutineThreadSafe}. */
    public List<EventLoop> loops() {
        List<EventLoop> loops = new ArrayList<>();
        workers.forEach(w -> loops.add(w.ready.join()));
        return loops;
    }

    /**
     * Waits until it has ended: by {@link #close}, or because the JVM was told to end (SIGTERM, Ctrl-C), which is an
     * order to end gracefully on every loop.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    public void join() throws InterruptedException {
        for (Worker w : workers) {
            try {
                w.ended.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A loop has ended before the server", e.getCause());
            }
        }
    }

    /**
     * Ends it gracefully, with the options' {@link ServerOptions.Builder#gracePeriod}; blocks until all threads have
     * ended.
     */
    @Override
    public void close() {
        end(null);
    }

    /** Ends all servers within a grace period: zero is at once. */
    public void close(Duration gracePeriod) {
        end(Objects.requireNonNull(gracePeriod, "gracePeriod"));
    }

    private void end(@Nullable Duration grace) {
        workers.forEach(w -> w.end(grace));
        for (Worker w : workers) {
            w.ended.exceptionally(e -> null).join();
        }
    }

    /** Options. */
    public static final class Builder {
        private int loops = Runtime.getRuntime().availableProcessors();
        private @Nullable IoBackend backend;
        private ServerOptions options = ServerOptions.DEFAULT;
        private boolean handOver;

        private Builder() {}

        /** How many loops: as many as there are processors. */
        public Builder loops(int n) {
            loops = Checks.positive(n, "loops");
            return this;
        }

        /** What they wait with: {@link IoBackend#current} without this call. */
        public Builder backend(IoBackend backend) {
            this.backend = Objects.requireNonNull(backend, "backend");
            return this;
        }

        /** The servers' options; {@code maxConnections} is for all together. */
        public Builder options(ServerOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Whether the first loop accepts for all, also where the port could be shared: not. */
        public Builder handOver(boolean on) {
            handOver = on;
            return this;
        }

        private IoBackend backend() {
            return backend == null ? IoBackend.current() : backend;
        }

        /** At the end of the JVM the loops have time for what they promise to wait for. */
        private Runner.Builder waitForGrace(Runner.Builder runner) {
            Duration usual = runner.shutdownTimeout();
            Duration grace = options.gracePeriod;
            if (grace == null || usual.isZero() || usual.isNegative()) {
                return runner; // the JVM's patience is the only bound, or it has none
            }
            return runner.shutdownTimeout(usual.plus(grace));
        }

        private boolean handsOver() {
            return loops > 1 && (handOver || backend().reusePort() == null);
        }

        /**
         * Starts it; blocks until all loops serve.
         *
         * @throws IOException if it cannot listen there
         */
        public MultiLoopServer start(ClientHandler handler, @Nullable String host, int port) throws IOException {
            Objects.requireNonNull(handler, "handler"); // before a thread is started
            Checks.port(port);
            MultiLoopServer server = new MultiLoopServer(this, handler);
            server.start(host, port);
            return server;
        }
    }
}
