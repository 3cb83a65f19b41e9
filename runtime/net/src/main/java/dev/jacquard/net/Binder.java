package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets a server listen. */
final class Binder {
    private final Server server;
    private final ServerOptions options;
    private final EventLoop loop;
    private final NettyPoller poller;
    private final EventLoopGroup children;
    private final Consumer<Channel> accepted;

    /** For connections on the server's own loop. */
    Binder(Server server, ServerOptions options) {
        this(server, options, NettyPoller.of(server.loop()).netty(), server::accepted);
    }

    /**
     * For connections on other loops.
     *
     * @param children their loops
     * @param accepted is told of a connection, on the thread of its loop
     */
    Binder(Server server, ServerOptions options, EventLoopGroup children, Consumer<Channel> accepted) {
        this.server = server;
        this.options = options;
        this.loop = server.loop();
        this.poller = NettyPoller.of(loop);
        this.children = children;
        this.accepted = accepted;
    }

    @Async
    Coroutine<Void> bind(@Nullable String host, int port) throws IOException {
        Checks.port(port);
        if (host == null || host.isEmpty()) {
            return bind(new InetSocketAddress(port));
        }
        try {
            int p = port;
            for (InetAddress a : new LinkedHashSet<>(await(Addresses.of(loop, host)))) {
                await(bind(new InetSocketAddress(a, p)));
                p = server.port(); // the same for all
            }
        } catch (Throwable e) {
            server.abort(); // those that could be bound
            throw e;
        }
        return Coroutine.done();
    }

    private Coroutine<Void> bind(InetSocketAddress address) throws IOException {
        ServerBootstrap bootstrap = bootstrap(poller.backend().serverSocketChannel())
                .option(ChannelOption.SO_REUSEADDR, options.reuseAddress)
                .childOption(ChannelOption.TCP_NODELAY, options.noDelay)
                .childOption(ChannelOption.SO_KEEPALIVE, options.keepAlive);
        if (options.reusePort) {
            bootstrap.option(poller.backend().neededReusePort(), true);
        }
        return bind(bootstrap, address);
    }

    @Async
    Coroutine<Void> bind(Path path) throws IOException {
        UnixFile file = new UnixFile(Objects.requireNonNull(path, "path"));
        await(loop.runInExecutor(null, file::removeStale), IOException.class);
        await(bind(
                bootstrap(poller.backend().unixServerSocketChannel()),
                poller.backend().unixAddress(path)));
        try {
            await(loop.runInExecutor(null, file::bound), IOException.class);
        } catch (Throwable e) {
            server.abort(); // else it would listen, and nobody could end that
            throw e;
        }
        server.listensAt(file);
        return Coroutine.done();
    }

    private ServerBootstrap bootstrap(Class<? extends ServerChannel> type) {
        ServerBootstrap bootstrap = new ServerBootstrap();
        if (type != NioServerDomainSocketChannel.class) { // which cannot
            // TLS ends both directions at once
            bootstrap.childOption(ChannelOption.ALLOW_HALF_CLOSURE, options.tls == null);
        }
        return bootstrap
                .group(poller.netty(), children)
                .channel(type)
                .handler(new ConnectionLimit(options.maxConnections))
                .option(ChannelOption.SO_BACKLOG, options.backlog)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.accept(channel);
                    }
                });
    }

    @Async
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the closing of what failed
    private Coroutine<Void> bind(ServerBootstrap bootstrap, SocketAddress address) throws IOException {
        ChannelFuture binding = bootstrap.bind(address);
        try {
            await(Promises.of(loop, binding), IOException.class);
        } catch (IOException e) {
            binding.channel().close();
            throw withAddress(e, address);
        } catch (Throwable e) {
            binding.channel().close();
            throw e;
        }
        server.listens(binding.channel(), poller);
        return Coroutine.done();
    }

    /** Java does not say where, and what native code cannot bind has no type of its own. */
    private static IOException withAddress(IOException e, SocketAddress address) {
        if (!(e instanceof Errors.NativeIoException || e instanceof BindException)) {
            return e;
        }
        BindException b = new BindException(e.getMessage() + ": " + address);
        b.initCause(e);
        return b;
    }
}
