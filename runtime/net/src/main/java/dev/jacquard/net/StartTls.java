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
    private static final byte[] NOTHING = {};

    // with these, a record of TLS begins that shakes hands
    private static final byte HANDSHAKE = 22;
    private static final byte MAJOR_VERSION = 3;

    private StartTls() {}

    @Async
    static Coroutine<Void> on(
            StreamConnection connection, Tls tls, @Nullable String serverName, ConnectionOptions options)
            throws IOException {
        ChannelTransport transport = transport(connection);
        if (!tls.isServer()) {
            tls.checkClient(serverName); // before anything is done to the connection
        }
        await(connection.writer().drain());
        int early = connection.reader().available();
        byte[] hello = early == 0 ? NOTHING : await(connection.reader().readExactly(early));
        if (early > 0 && !(tls.isServer() && isHello(hello))) {
            transport.abort();
            throw new ProtocolException(early
                    + " bytes were received before TLS and not read"
                    + (tls.isServer() ? ": no client's hello begins with them" : ""));
        }
        if (connection.reader().atEof()) { // else nobody would ever shake hands
            transport.abort();
            throw closed(transport.channel());
        }
        if (tls.isServer()) {
            return asServer(transport, tls, options, hello);
        }
        int port = transport.channel().remoteAddress() instanceof InetSocketAddress a ? a.getPort() : -1;
        return asClient(transport, tls, serverName, port, options);
    }

    /**
     * Whether bytes that a server has received may be the beginning of TLS: a client that does not wait for an answer,
     * behind the header of a proxy for example, has sent its hello along. What was smuggled in as plain text is not.
     */
    private static boolean isHello(byte[] received) {
        return received[0] == HANDSHAKE && (received.length == 1 || received[1] == MAJOR_VERSION);
    }

    private static ConnectException closed(Channel channel) {
        return new ConnectException("The other side has closed before TLS: " + channel);
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
            ChannelTransport transport, Tls tls, @Nullable String name, int port, ConnectionOptions options)
            throws IOException {
        return greet(
                transport,
                allocator -> tls.clientHandler(allocator, name, port, options.handshakeTimeout, options.closeTimeout),
                NOTHING);
    }

    private static Coroutine<Void> asServer(
            ChannelTransport transport, Tls tls, ConnectionOptions options, byte[] hello) throws IOException {
        return greet(
                transport,
                allocator -> tls.serverHandler(allocator, options.handshakeTimeout, options.closeTimeout),
                hello);
    }

    /** A connection for which that fails is cut off. */
    @Async
    private static Coroutine<Void> greet(
            ChannelTransport transport, Function<ByteBufAllocator, ChannelHandler> tls, byte[] received)
            throws IOException {
        Channel channel = transport.channel();
        try {
            ChannelHandler handler = tls.apply(channel.alloc());
            if (!channel.isActive()) {
                throw closed(channel);
            }
            await(transport.secure(handler, received), IOException.class);
        } catch (Throwable e) {
            transport.abort();
            throw e;
        }
        return Coroutine.done();
    }
}
