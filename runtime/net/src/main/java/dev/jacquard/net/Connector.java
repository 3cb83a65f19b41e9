package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.timeout;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamProtocol;
import dev.jacquard.streams.StreamReader;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens connections on one loop. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's, of a closing for which nobody waits here
final class Connector {
    private final EventLoop loop;
    private final NettyPoller poller;
    private final ConnectionOptions options;

    Connector(EventLoop loop, ConnectionOptions options) {
        this.loop = loop;
        this.poller = NettyPoller.of(loop);
        this.options = options;
    }

    /** A connection that is made, but not greeted yet with TLS. */
    private record Connected(ChannelTransport transport, StreamProtocol protocol) {
        void discard() {
            transport.abort();
        }
    }

    @Async
    Coroutine<StreamConnection> open(String host, int port) throws IOException {
        String where = host + ":" + Checks.port(port);
        Connected connected;
        try {
            connected = await(timeout(options.connectTimeout, t -> connect(where, host, port)));
        } catch (AsyncTimeoutException e) {
            throw tooLong(where, e);
        }
        String name = options.serverName == null ? host : options.serverName;
        return established(connected, name, port);
    }

    @Async
    private Coroutine<Connected> connect(String where, String host, int port) throws IOException {
        List<InetAddress> addresses = HappyEyeballs.interleave(await(Addresses.of(loop, host)));
        return HappyEyeballs.race(
                where,
                addresses,
                options.happyEyeballsDelay,
                address -> connect(poller.backend().socketChannel(), new InetSocketAddress(address, port)),
                Connected::discard);
    }

    @Async
    Coroutine<StreamConnection> open(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        if (options.tls != null) {
            options.tls.checkClient(options.serverName); // before it connects
        }
        Connected connected;
        try {
            connected = await(timeout(
                    options.connectTimeout,
                    t -> connect(
                            poller.backend().unixSocketChannel(),
                            poller.backend().unixAddress(path))));
        } catch (AsyncTimeoutException e) {
            throw tooLong(path.toString(), e);
        }
        return established(connected, options.serverName, -1);
    }

    private SocketTimeoutException tooLong(String where, AsyncTimeoutException cause) {
        var e = new SocketTimeoutException(
                "Connecting to " + where + " took longer than the connectTimeout of " + options.connectTimeout);
        e.initCause(cause);
        return e;
    }

    @Async
    private Coroutine<Connected> connect(Class<? extends Channel> type, SocketAddress address) throws IOException {
        StreamProtocol protocol = new StreamProtocol(loop, new StreamReader(options.limit));
        ChannelFuture connecting = address instanceof InetSocketAddress && options.localAddress != null
                ? bootstrap(type, protocol).connect(address, options.localAddress)
                : bootstrap(type, protocol).connect(address);
        Channel channel = connecting.channel();
        try {
            await(Promises.of(loop, connecting), IOException.class);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
        return Coroutine.of(new Connected(channel.pipeline().get(ChannelTransport.class), protocol));
    }

    private Bootstrap bootstrap(Class<? extends Channel> type, StreamProtocol protocol) {
        Bootstrap bootstrap = new Bootstrap()
                .group(poller.netty())
                .channel(type)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the loop's own timer
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(transport(channel, protocol));
                    }
                });
        if (type != NioDomainSocketChannel.class) { // which cannot
            bootstrap.option(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        if (type == poller.backend().socketChannel()) {
            bootstrap.option(ChannelOption.TCP_NODELAY, options.noDelay);
            bootstrap.option(ChannelOption.SO_KEEPALIVE, options.keepAlive);
        }
        return bootstrap;
    }

    private ChannelTransport transport(Channel channel, StreamProtocol protocol) {
        return new ChannelTransport(loop, poller, channel, protocol, options.tls != null);
    }

    @Async
    private Coroutine<StreamConnection> established(Connected connected, @Nullable String name, int port)
            throws IOException {
        StreamProtocol protocol = connected.protocol();
        if (options.tls != null) {
            await(StartTls.asClient(connected.transport(), options.tls, name, port, options));
        }
        return Coroutine.of(new StreamConnection(protocol.reader(), protocol.writer()));
    }
}
