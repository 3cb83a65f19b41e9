package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes on with TLS on an open connection. */
final class StartTls {
    private StartTls() {}

    @Async
    static Coroutine<Void> on(
            StreamConnection connection,
            Tls tls,
            @Nullable String serverName,
            ConnectionOptions options)
            throws IOException {
        ChannelTransport transport = transport(connection);
        await(connection.writer().drain());
        if (connection.reader().available() > 0) {
            transport.abort();
            throw new ProtocolException(
                    connection.reader().available()
                            + " bytes were received before TLS and not read");
        }
        if (tls.isServer()) {
            return asServer(transport, tls, options);
        }
        int port =
                transport.channel().remoteAddress() instanceof InetSocketAddress a
                        ? a.getPort()
                        : -1;
        return asClient(transport, tls, serverName, port, options);
    }

    private static ChannelTransport transport(StreamConnection connection) {
        if (!(connection.writer().transport() instanceof ChannelTransport transport)) {
            throw new IllegalArgumentException(
                    "Only a connection of the network can go on with TLS, not " + connection);
        }
        if (transport.isSecured()) {
            throw new IllegalStateException("It has TLS already: " + transport);
        }
        return transport;
    }

    /** Begins with TLS, on the client's side. */
    static Coroutine<Void> asClient(
            ChannelTransport transport,
            Tls tls,
            @Nullable String name,
            int port,
            ConnectionOptions options)
            throws IOException {
        return greet(
                transport,
                allocator ->
                        tls.clientHandler(
                                allocator,
                                name,
                                port,
                                options.handshakeTimeout,
                                options.closeTimeout));
    }

    private static Coroutine<Void> asServer(
            ChannelTransport transport, Tls tls, ConnectionOptions options) throws IOException {
        return greet(
                transport,
                allocator ->
                        tls.serverHandler(
                                allocator, options.handshakeTimeout, options.closeTimeout));
    }

    /** A connection for which that fails is cut off. */
    @Async
    private static Coroutine<Void> greet(
            ChannelTransport transport, Function<ByteBufAllocator, ChannelHandler> tls)
            throws IOException {
        Channel channel = transport.channel();
        try {
            ChannelHandler handler = tls.apply(channel.alloc());
            if (!channel.isActive()) {
                throw new ConnectException("The other side has closed before TLS: " + channel);
            }
            await(transport.secure(handler), IOException.class);
        } catch (Throwable e) {
            transport.abort();
            throw e;
        }
        return Coroutine.done();
    }
}
