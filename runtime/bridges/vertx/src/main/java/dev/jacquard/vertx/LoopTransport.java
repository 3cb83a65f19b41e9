package dev.jacquard.vertx;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.uring.IoUringIoHandler;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The transport of Vert.x that fits the loop's way to wait, with the loop itself in place of event loops of Vert.x's
 * own.
 */
@SuppressWarnings("deprecation") // InternetProtocolFamily is in Vert.x's interface
final class LoopTransport implements io.vertx.core.transport.Transport {
    private final io.vertx.core.transport.Transport fitting;
    private final Transport implementation;

    LoopTransport(IoEventLoop loop) {
        this.fitting = fitting(loop);
        this.implementation = new OnLoop(fitting.implementation(), loop);
    }

    private static io.vertx.core.transport.Transport fitting(IoEventLoop loop) {
        if (loop.isIoType(EpollIoHandler.class)) {
            return io.vertx.core.transport.Transport.EPOLL;
        }
        if (loop.isIoType(IoUringIoHandler.class)) {
            return io.vertx.core.transport.Transport.IO_URING;
        }
        return io.vertx.core.transport.Transport.NIO;
    }

    @Override
    public String name() {
        return fitting.name();
    }

    @Override
    public boolean available() {
        return fitting.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return fitting.unavailabilityCause();
    }

    @Override
    public Transport implementation() {
        return implementation;
    }

    /** All as the other one has it, except the group. */
    private record OnLoop(Transport fitting, IoEventLoop loop) implements Transport {
        @Override
        public EventLoopGroup eventLoopGroup(int type, int nThreads, ThreadFactory threadFactory, int ioRatio) {
            return new LoopGroup(loop);
        }

        @Override
        public boolean supportsDomainSockets() {
            return fitting.supportsDomainSockets();
        }

        @Override
        public boolean supportFileRegion() {
            return fitting.supportFileRegion();
        }

        @Override
        public boolean isAvailable() {
            return fitting.isAvailable();
        }

        @Override
        public @Nullable Throwable unavailabilityCause() {
            return fitting.unavailabilityCause();
        }

        @Override
        public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
            return fitting.convert(address);
        }

        @Override
        public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
            return fitting.convert(address);
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return fitting.ioHandlerFactory();
        }

        @Override
        public DatagramChannel datagramChannel() {
            return fitting.datagramChannel();
        }

        @Override
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return fitting.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return fitting.channelFactory(domainSocket);
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return LostConnections.watching(fitting.serverChannelFactory(domainSocket));
        }

        @Override
        public void configure(DatagramChannel channel, DatagramSocketOptions options) {
            fitting.configure(channel, options);
        }

        @Override
        public void configure(
                ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
            fitting.configure(options, connectTimeout, domainSocket, bootstrap);
        }

        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            fitting.configure(options, domainSocket, bootstrap);
        }
    }
}
