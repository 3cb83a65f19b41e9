package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Opens an endpoint for datagrams. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's, of a closing for which nobody waits here
final class DatagramOpener {
    private final EventLoop loop;
    private final NettyPoller poller;
    private final DatagramOptions options;

    DatagramOpener(EventLoop loop, DatagramOptions options) {
        this.loop = loop;
        this.poller = NettyPoller.of(loop);
        this.options = options;
    }

    @Async
    Coroutine<DatagramEndpoint> open() throws IOException {
        InetSocketAddress remote = await(resolved(options.remote));
        InetSocketAddress local = await(resolved(options.local));
        DatagramEndpoint endpoint = new DatagramEndpoint(loop, poller, options);
        Bootstrap bootstrap = bootstrap(endpoint);
        ChannelFuture opening;
        if (remote == null) {
            opening = bootstrap.bind(local == null ? new InetSocketAddress(0) : local);
        } else {
            opening = local == null ? bootstrap.connect(remote) : bootstrap.connect(remote, local);
        }
        try {
            await(Promises.of(loop, opening), IOException.class);
        } catch (Throwable e) {
            opening.channel().close();
            throw e;
        }
        endpoint.opened(opening.channel());
        return Coroutine.of(endpoint);
    }

    @Async
    @SuppressWarnings("NullAway") // an address that may be missing
    private Coroutine<@Nullable InetSocketAddress> resolved(@Nullable InetSocketAddress address) throws IOException {
        if (address == null || !address.isUnresolved()) {
            return Coroutine.of(address);
        }
        var addresses = await(Addresses.of(loop, address.getHostString()));
        return Coroutine.of(new InetSocketAddress(addresses.get(0), address.getPort()));
    }

    private Bootstrap bootstrap(DatagramEndpoint endpoint) throws IOException {
        Bootstrap bootstrap = new Bootstrap()
                .group(poller.netty())
                .channel(poller.backend().datagramChannel())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(options.maxSize))
                .option(ChannelOption.SO_BROADCAST, options.broadcast)
                .option(ChannelOption.SO_REUSEADDR, options.reuseAddress)
                .handler(endpoint.handler());
        if (options.reusePort) {
            bootstrap.option(poller.backend().neededReusePort(), true);
        }
        return bootstrap;
    }
}
