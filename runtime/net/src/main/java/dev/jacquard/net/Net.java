package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections and starts servers: the stream functions of asyncio. All is done on the thread of the running loop.
 */
public final class Net {
    private Net() {}

    // ---- connections ---------------------------------------------------------------------------

    /**
     * Opens a connection with {@link ConnectionOptions#DEFAULT}. {@code asyncio.open_connection}.
     *
     * @param host a name or a literal address
     * @param port 1 to 65535
     * @return the connection; cancelling drops what was made so far
     * @throws java.net.UnknownHostException if the host has no address
     * @throws java.net.SocketTimeoutException if it takes longer than {@link ConnectionOptions.Builder#connectTimeout}
     * @throws IOException if it cannot be made. If several addresses were tried and failed, the error of each is among
     *     its suppressed ones
     */
    public static Coroutine<StreamConnection> openConnection(String host, int port) throws IOException {
        return openConnection(host, port, ConnectionOptions.DEFAULT);
    }

    /**
     * Opens a connection with options.
     *
     * @throws javax.net.ssl.SSLException with TLS, if the handshake fails or the server is not trusted
     * @throws IOException as without options
     */
    @Async
    public static Coroutine<StreamConnection> openConnection(String host, int port, ConnectionOptions options)
            throws IOException {
        return new Connector(getRunningLoop(), options).open(host, port);
    }

    /**
     * Opens a connection to a Unix socket. {@code asyncio.open_unix_connection}.
     *
     * @throws IOException if it cannot be made
     */
    public static Coroutine<StreamConnection> openUnixConnection(Path path) throws IOException {
        return openUnixConnection(path, ConnectionOptions.DEFAULT);
    }

    /**
     * Opens a connection to a Unix socket with options. Those of TCP mean nothing here, and TLS needs a server's name.
     */
    @Async
    public static Coroutine<StreamConnection> openUnixConnection(Path path, ConnectionOptions options)
            throws IOException {
        return new Connector(getRunningLoop(), options).open(path);
    }

    /**
     * Goes on with TLS on a connection that is open, when both sides have agreed to. {@code StreamWriter.start_tls}.
     * What was written before goes out before. Reader and writer stay the same. A server takes what it has received and
     * not read for the client's hello, if it begins as one: behind a proxy's header, both may come together.
     *
     * @param connection of a client ({@link Net#openConnection}) or, on a server's side, {@code new
     *     StreamConnection(reader, writer)} of its handler
     * @param tls which also says which side this is
     * @param serverName a client's: the name that the server's certificate has to be for
     * @throws java.net.ProtocolException if anything else was received that was not read: it came without encryption,
     *     and must not be taken for encrypted; the connection is closed
     * @throws javax.net.ssl.SSLException if the handshake fails; the connection is closed
     * @throws IOException if the connection breaks
     * @throws IllegalArgumentException if it is no connection of this module
     * @throws IllegalStateException if it has TLS already
     */
    @Async
    public static Coroutine<Void> startTls(StreamConnection connection, Tls tls, @Nullable String serverName)
            throws IOException {
        return StartTls.on(connection, tls, serverName, ConnectionOptions.DEFAULT);
    }

    // ---- servers -------------------------------------------------------------------------------

    /**
     * Starts a server with {@link ServerOptions#DEFAULT}. {@code asyncio.start_server}.
     *
     * @param handler serves each connection, in a task of its own
     * @param host where to listen: a name, all of whose addresses are used, or an address; null is everywhere
     * @param port 0 is any that is free; {@link Server#port} tells which
     * @throws java.net.UnknownHostException if the host has no address
     * @throws IOException if it cannot listen there
     */
    public static Coroutine<Server> startServer(ClientHandler handler, @Nullable String host, int port)
            throws IOException {
        return startServer(handler, host, port, ServerOptions.DEFAULT);
    }

    /** Starts a server with options. */
    @Async
    public static Coroutine<Server> startServer(
            ClientHandler handler, @Nullable String host, int port, ServerOptions options) throws IOException {
        Server server = new Server(getRunningLoop(), handler, options);
        await(new Binder(server, options).bind(host, port));
        return Coroutine.of(server);
    }

    /**
     * Starts a server at a Unix socket. {@code asyncio.start_unix_server}. A socket that an earlier server has left
     * there is replaced, and removed when this one is closed.
     *
     * @throws IOException if it cannot listen there
     */
    public static Coroutine<Server> startUnixServer(ClientHandler handler, Path path) throws IOException {
        return startUnixServer(handler, path, ServerOptions.DEFAULT);
    }

    /** Starts a server on a Unix socket with options. Those of TCP mean nothing here. */
    @Async
    public static Coroutine<Server> startUnixServer(ClientHandler handler, Path path, ServerOptions options)
            throws IOException {
        Server server = new Server(getRunningLoop(), handler, options);
        await(new Binder(server, options).bind(path));
        return Coroutine.of(server);
    }

    // ---- several cores -------------------------------------------------------------------------

    /**
     * Starts a server on several loops, each on a thread of its own. Blocks until it serves; for {@code main}, not for
     * a running loop. {@link MultiLoopServer#builder} has more options.
     *
     * @param loops how many
     * @throws IOException if it cannot listen there
     */
    public static MultiLoopServer serveOnLoops(
            int loops, ClientHandler handler, @Nullable String host, int port, ServerOptions options)
            throws IOException {
        return MultiLoopServer.builder().loops(loops).options(options).start(handler, host, port);
    }

    // ---- datagrams -----------------------------------------------------------------------------

    /**
     * Opens an endpoint for datagrams. {@code loop.create_datagram_endpoint}.
     *
     * @throws java.net.UnknownHostException if an address is unresolved and has no host
     * @throws IOException if it cannot be opened
     */
    @Async
    public static Coroutine<DatagramEndpoint> openDatagram(DatagramOptions options) throws IOException {
        return new DatagramOpener(getRunningLoop(), options).open();
    }

    // ---- for libraries on Netty -----------------------------------------------------------------

    /**
     * Netty's view of the running loop, for libraries that are built on Netty: their channels and their callbacks are
     * then on the loop's own thread. It is a group of one loop as well. The classes of channels that fit to it are
     * {@link #backend}'s, or those of its {@link MemoryNetwork} if it uses that.
     *
     * <p>It is run and ended by our loop: {@code shutdownGracefully} is not to be called, also not by the library.
     *
     * @throws IllegalStateException if no loop is running here
     */
    public static IoEventLoop nettyLoop() {
        EventLoop loop = getRunningLoop();
        MemoryPoller memory = MemoryPoller.ifUsed(loop);
        return memory == null ? NettyPoller.of(loop).lend() : memory.netty();
    }

    /**
     * Lets a library end before the running loop closes its channels. I/O goes on meanwhile, tasks do not.
     *
     * @param closer called once on the loop's thread when the loop is closed; what it returns is waited for, 10 seconds
     *     at most. The last one that was given is called first
     * @throws IllegalStateException if no loop runs on this thread, or it polls with something else
     */
    public static void whenClosing(Supplier<? extends CompletionStage<?>> closer) {
        EventLoop loop = getRunningLoop();
        MemoryPoller memory = MemoryPoller.ifUsed(loop);
        if (memory == null) {
            NettyPoller.of(loop).whenClosing(closer);
        } else {
            memory.closers().add(closer);
        }
    }

    /**
     * What the running loop waits with.
     *
     * @throws IllegalStateException if no loop is running here
     */
    public static IoBackend backend() {
        return NettyPoller.of(getRunningLoop()).backend();
    }
}
