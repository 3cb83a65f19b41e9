package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamProtocol;
import dev.jacquard.streams.StreamReader;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Opens connections and starts servers. The stream functions of asyncio. */
public final class Net {
    private Net() {}

    /**
     * Opens a connection. {@code asyncio.open_connection}.
     *
     * @throws IOException if it cannot be made
     */
    @Async
    public static Coroutine<StreamConnection> openConnection(String host, int port)
            throws IOException {
        EventLoop loop = getRunningLoop();
        NettyPoller poller = NettyPoller.of(loop);
        StreamProtocol protocol = new StreamProtocol(loop, new StreamReader());
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(poller.netty())
                        .channel(poller.backend().socketChannel())
                        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new ChannelTransport(
                                                                loop, poller, channel, protocol));
                                    }
                                });
        ChannelFuture connecting = bootstrap.connect(new InetSocketAddress(host, port));
        await(Promises.of(loop, connecting), IOException.class);
        connecting.channel().pipeline().get(ChannelTransport.class).established();
        return Coroutine.of(new StreamConnection(protocol.reader(), protocol.writer()));
    }

    /**
     * Starts a server. {@code asyncio.start_server}.
     *
     * @throws IOException if it cannot listen there
     */
    @Async
    public static Coroutine<Server> startServer(ClientHandler handler, String host, int port)
            throws IOException {
        EventLoop loop = getRunningLoop();
        NettyPoller poller = NettyPoller.of(loop);
        Server server = new Server(loop, handler);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(poller.netty())
                        .channel(poller.backend().serverSocketChannel())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        ChannelTransport t =
                                                new ChannelTransport(
                                                        loop,
                                                        poller,
                                                        channel,
                                                        server.newProtocol());
                                        channel.pipeline().addLast(t);
                                        t.established();
                                    }
                                });
        ChannelFuture binding = bootstrap.bind(new InetSocketAddress(host, port));
        await(Promises.of(loop, binding), IOException.class);
        server.listening(binding.channel());
        return Coroutine.of(server);
    }
}
