package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.timeout;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.GeneratorExit;
import dev.jacquard.LoopExit;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.TimerHandle;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamProtocol;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections; each is served by a task of its own. {@code asyncio.Server}.
 *
 * <pre>
 *   serving --stopListening--> no new connections --the last handler has ended--> closed
 *      |                                |
 *      '------------ abort -------------'------> handlers cancelled, connections cut
 * </pre>
 *
 * <p>{@code try (Server server = await(startServer(...)))} waits in the end until all handlers have ended, as
 * {@code async with} does; {@link ServerOptions.Builder#gracePeriod} bounds that.
 */
public final class Server implements AsyncCloseable {
    private final EventLoop loop;
    private final ClientHandler handler;
    private final ServerOptions options;
    private final List<Channel> listening = new ArrayList<>();
    private final List<SocketAddress> addresses = new ArrayList<>();

    /** What is connected, with its task as soon as it has one. */
    private final Map<ChannelTransport, @Nullable Task<?>> connections = new LinkedHashMap<>();

    private final List<Promise<@Nullable Void>> waiters = new ArrayList<>();
    private final List<Promise<@Nullable Void>> waitersForEmpty = new ArrayList<>();
    private @Nullable UnixFile file;
    private boolean closing;

    Server(EventLoop loop, ClientHandler handler, ServerOptions options) {
        this.loop = loop;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.options = Objects.requireNonNull(options, "options");
    }

    EventLoop loop() {
        return loop;
    }

    void listens(Channel channel, NettyPoller poller) {
        listening.add(channel);
        addresses.add(Objects.requireNonNull(Addresses.ofJdk(channel.localAddress())));
        poller.opened(channel);
        channel.closeFuture().addListener(closed -> poller.closed(channel));
    }

    void listensAt(UnixFile file) {
        this.file = file;
    }

    // ---- connections ---------------------------------------------------------------------------

    /** A connection was accepted; its channel is of this server's loop. */
    void accepted(Channel channel) {
        Accepted accepted = new Accepted();
        StreamProtocol protocol = new StreamProtocol(loop, new StreamReader(options.limit), accepted::connected);
        ChannelTransport transport =
                new ChannelTransport(loop, NettyPoller.of(loop), channel, protocol, options.tls != null);
        accepted.transport = transport;
        if (options.tls != null) {
            channel.pipeline()
                    .addLast(
                            options.tls.serverHandler(channel.alloc(), options.handshakeTimeout, options.closeTimeout));
        }
        channel.pipeline().addLast(transport);
        connections.put(transport, null);
        transport.whenGone(() -> ended(transport));
        if (closing) {
            transport.abort();
        }
    }

    /** Knows the transport of a connection. */
    private final class Accepted {
        @Nullable
        ChannelTransport transport;

        void connected(StreamReader reader, StreamWriter writer) {
            ChannelTransport t = Objects.requireNonNull(transport);
            Task<Void> task = loop.createTask(serve(t, reader, writer));
            connections.put(t, task);
            task.addDoneCallback(done -> ended(t));
        }
    }

    @Async
    private Coroutine<Void> serve(ChannelTransport transport, StreamReader reader, StreamWriter writer) {
        try {
            await(handler.handle(reader, writer));
        } catch (CancelledError | GeneratorExit | LoopExit e) {
            closeInTime(transport);
            throw e;
        } catch (Throwable e) {
            loop.callExceptionHandler(new ErrorContext("Unhandled exception in the handler of a connection", e, this));
        }
        closeInTime(transport);
        await(writer.closeAsync());
        return Coroutine.done();
    }

    /** Sends what is left, but cuts the connection if that takes too long. */
    private void closeInTime(ChannelTransport transport) {
        transport.close();
        if (!transport.isLost()) {
            TimerHandle cut = loop.callLater(options.closeTimeout, transport::abort);
            transport.channel().closeFuture().addListener(closed -> cut.cancel());
        }
    }

    /** The task or the channel has ended; the other one will, or has. */
    private void ended(ChannelTransport transport) {
        Task<?> task = connections.get(transport);
        if (transport.isLost() && (task == null || task.isDone())) {
            connections.remove(transport);
            if (connections.isEmpty()) {
                tell(waitersForEmpty);
            }
            tellIfClosed();
        } else if (task != null && task.isDone()) {
            closeInTime(transport); // cancelled before it could begin
        }
    }

    // ---- what it is ----------------------------------------------------------------------------

    /** Whether it accepts connections. */
    public boolean isServing() {
        return !closing;
    }

    /** Where it listens: one per address of its host; where it has listened, when it is closed. */
    public List<SocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** The first of {@link #addresses}. */
    public SocketAddress address() {
        return addresses.get(0);
    }

    /**
     * The port of {@link #address}.
     *
     * @throws UnsupportedOperationException if it is a Unix socket
     */
    public int port() {
        if (address() instanceof InetSocketAddress a) {
            return a.getPort();
        }
        throw new UnsupportedOperationException("A Unix socket has no port: " + address());
    }

    /** Netty's channels by which it listens; none when it is closed. {@code Server.sockets}. */
    public List<Channel> sockets() {
        return closing ? List.of() : List.copyOf(listening);
    }

    /** How many connections there are, also those whose TLS is still shaking hands. */
    public int connectionCount() {
        return connections.size();
    }

    // ---- its end -------------------------------------------------------------------------------

    /** Waits until it is closed; closes it if it is cancelled, as the wait is usually ended. {@code serve_forever}. */
    @Async
    public Coroutine<Void> serveForever() {
        try (this) {
            await(new Promise<@Nullable Void>(loop));
        }
        return Coroutine.done();
    }

    /**
     * Accepts no more connections; those that are open go on, except those whose TLS is still shaking hands. Does not
     * wait. {@code Server.close}.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // waitClosed() waits
    public void stopListening() {
        if (closing) {
            return;
        }
        closing = true;
        UnixFile f = file;
        if (f != null) {
            f.keepIfReplaced(listening.get(0));
        }
        listening.forEach(Channel::close);
        for (var connection : List.copyOf(connections.entrySet())) {
            if (connection.getValue() == null) {
                connection.getKey().abort();
            }
        }
        tellIfClosed();
    }

    /** Closes all connections, after what was written: their handlers find the end. */
    public void closeClients() {
        List.copyOf(connections.keySet()).forEach(ChannelTransport::close);
    }

    /**
     * Ends it hard: accepts no more, cancels all handlers and cuts their connections. Does not wait;
     * {@link #waitClosed} does. {@code Server.abort_clients} and more.
     */
    public void abort() {
        stopListening();
        for (var connection : List.copyOf(connections.entrySet())) {
            Task<?> task = connection.getValue();
            if (task != null) {
                task.cancel();
            }
            connection.getKey().abort();
        }
    }

    /** Cuts all connections; their handlers find them broken. {@code Server.abort_clients}. */
    public void abortClients() {
        List.copyOf(connections.keySet()).forEach(ChannelTransport::abort);
    }

    /**
     * Waits until it listens no more and all handlers have ended and all connections are closed.
     * {@code Server.wait_closed}.
     */
    @Async
    public Coroutine<Void> waitClosed() {
        if (!isClosed()) {
            Promise<@Nullable Void> promise = new Promise<>(loop);
            waiters.add(promise);
            try {
                await(promise);
            } finally {
                waiters.remove(promise);
            }
        }
        return Coroutine.done();
    }

    private boolean isClosed() {
        return closing && connections.isEmpty();
    }

    /** Waits until there is no connection, whether it listens or not. */
    @Async
    Coroutine<Void> waitEmpty() {
        if (!connections.isEmpty()) {
            Promise<@Nullable Void> promise = new Promise<>(loop);
            waitersForEmpty.add(promise);
            try {
                await(promise);
            } finally {
                waitersForEmpty.remove(promise);
            }
        }
        return Coroutine.done();
    }

    private void tellIfClosed() {
        if (isClosed()) {
            tell(waiters);
        }
    }

    @SuppressWarnings("NullAway") // a promise without a value
    private static void tell(List<Promise<@Nullable Void>> waiters) {
        for (Promise<@Nullable Void> waiter : List.copyOf(waiters)) {
            if (!waiter.isDone()) {
                waiter.setResult(null);
            }
        }
    }

    /**
     * Accepts no more connections, and waits until all handlers have ended; but no longer than
     * {@link ServerOptions.Builder#gracePeriod}, if one is set: then, and if this is cancelled, it ends hard, as
     * {@link #abort} does.
     */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        stopListening();
        Duration grace = options.gracePeriod;
        if (grace != null) {
            await(closeAsync(grace));
            return Coroutine.done();
        }
        try {
            await(waitClosed());
        } catch (CancelledError e) {
            abort();
            throw e;
        }
        return Coroutine.done();
    }

    /**
     * Accepts no more connections, and waits for the handlers for a grace period of its own.
     *
     * @param gracePeriod after which it ends hard
     */
    @Async
    public Coroutine<Void> closeAsync(Duration gracePeriod) {
        stopListening();
        try {
            if (!gracePeriod.isZero()) {
                await(timeout(gracePeriod, t -> waitClosed()));
            }
        } catch (AsyncTimeoutException e) {
            // that is what the period is for
        } finally {
            abort();
        }
        await(waitClosed());
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "Server["
                + (addresses.isEmpty() ? "" : addresses + ", ")
                + (closing ? "closed, " : "")
                + connections.size()
                + " connections]";
    }
}
