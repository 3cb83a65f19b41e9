package dev.jacquard.vertx;

import dev.jacquard.net.MemoryNetwork;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The transport of Vert.x in memory, for loops whose time is virtual. Options of sockets mean nothing here. */
@SuppressWarnings("deprecation") // InternetProtocolFamily is in Vert.x's interface
final class MemoryTransport implements io.vertx.core.transport.Transport, Transport {
    private final MemoryNetwork network;

    MemoryTransport(MemoryNetwork network) {
        this.network = network;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int nThreads, ThreadFactory threadFactory, int ioRatio) {
        return new LoopGroup(network.nettyLoop());
    }

    @Override
    public boolean supportsDomainSockets() {
        return true;
    }

    @Override
    public boolean supportFileRegion() {
        return false; // files are sent as bytes
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        if (address.isDomainSocket()) {
            return new DomainSocketAddress(address.path());
        }
        if (address.host().equals("localhost")) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port());
        }
        SocketAddress converted = Transport.super.convert(address);
        return converted instanceof InetSocketAddress inet && inet.isUnresolved() ? new OtherHost(inet) : converted;
    }

    @Override
    @SuppressWarnings("NullAway") // as Vert.x has it
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return address instanceof DomainSocketAddress domain
                ? io.vertx.core.net.SocketAddress.domainSocketAddress(domain.path())
                : Transport.super.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        throw new UnsupportedOperationException("The loop in memory is the only one");
    }

    @Override
    public DatagramChannel datagramChannel() {
        return new NoDatagrams();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return new NoDatagrams();
    }

    /** Those that a user opens. */
    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        throw NoDatagrams.refusal();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return network.channels();
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return network.serverChannels();
    }

    @Override
    public void configure(ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
        if (options.getLocalAddress() != null) {
            bootstrap.localAddress(options.getLocalAddress(), 0);
        }
        if (options.getReceiveBufferSize() != -1) {
            bootstrap.option(
                    ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(options.getReceiveBufferSize()));
        }
        bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeout);
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        if (options.getReceiveBufferSize() != -1) {
            bootstrap.childOption(
                    ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(options.getReceiveBufferSize()));
        }
    }
}
