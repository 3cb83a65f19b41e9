package dev.jacquard.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection in memory. It does what a socket does: bytes are read in later turns, in pieces of any size;
 * there is room for some, and then the writer waits; what was written before a close arrives before its end.
 */
final class MemoryChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final MemoryNetwork network;
    private final ChannelConfig config = new Config();

    /** What the other side has written and this one has not read. */
    private final BytePipe inbox = new BytePipe();

    private @Nullable MemoryChannel peer;
    private @Nullable SocketAddress local;
    private @Nullable SocketAddress remote;
    private @Nullable ChannelPromise connecting;
    private boolean connected;
    private boolean closed;

    private boolean ended; // nothing comes any more
    private boolean readPending;
    private boolean reading; // soon
    private boolean blocked; // its writes wait for room

    /** Of a client. */
    MemoryChannel(MemoryNetwork network) {
        super(null);
        this.network = network;
    }

    /** A server's, for a client that connects. */
    private MemoryChannel(MemoryServerChannel server, MemoryChannel client) {
        super(server);
        network = client.network;
        peer = client;
        local = client.remote;
        remote = client.local;
        connected = true;
        network.poller().opened(this);
    }

    // ---- connecting ----------------------------------------------------------------------------

    private void beginConnect(SocketAddress to, @Nullable SocketAddress from, ChannelPromise promise) throws Exception {
        MemoryServerChannel server = network.find(to);
        if (from != null && local == null) {
            doBind(from);
        }
        if (local == null) {
            local = network.clientsAddress(to);
        }
        remote = to;
        connecting = promise;
        network.poller().opened(this);
        MemoryChannel child = new MemoryChannel(server, this);
        peer = child;
        eventLoop().execute(this::finishConnect);
        server.connected(child);
    }

    private void finishConnect() {
        ChannelPromise promise = connecting;
        if (promise == null || closed) {
            return;
        }
        connecting = null;
        connected = true;
        promise.trySuccess();
        pipeline().fireChannelActive();
    }

    @Override
    protected void doBind(SocketAddress wanted) {
        local = wanted instanceof java.net.InetSocketAddress inet && inet.getPort() == 0
                ? network.clientsAddress(wanted)
                : wanted;
    }

    // ---- reading -------------------------------------------------------------------------------

    @Override
    protected void doBeginRead() {
        readPending = true;
        readSoon();
    }

    private void readSoon() {
        if (readPending && !reading && isActive() && (ended || inbox.size() > 0)) {
            reading = true;
            eventLoop().execute(this::read0);
        }
    }

    private void read0() {
        reading = false;
        if (!readPending || !isActive()) {
            return;
        }
        var handle = unsafe().recvBufAllocHandle();
        handle.reset(config);
        boolean end = false;
        do {
            ByteBuf buffer = handle.allocate(config.getAllocator());
            handle.lastBytesRead(inbox.take(buffer));
            if (handle.lastBytesRead() == 0) {
                buffer.release();
                end = ended;
                break;
            }
            handle.incMessagesRead(1);
            readPending = false;
            pipeline().fireChannelRead(buffer);
        } while (handle.continueReading() && isActive());
        tellRoom();
        handle.readComplete();
        pipeline().fireChannelReadComplete();
        if (end) {
            unsafe().close(unsafe().voidPromise());
        }
    }

    /** To the other side, if it waits for that. */
    private void tellRoom() {
        MemoryChannel p = peer;
        if (p != null && p.blocked && inbox.room() > 0) {
            p.blocked = false;
            p.eventLoop().execute(p::flushAgain);
        }
    }

    // ---- writing -------------------------------------------------------------------------------

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws IOException {
        MemoryChannel p = peer;
        if (p == null) {
            throw new NotYetConnectedException();
        }
        for (Object message = out.current(); message != null; message = out.current()) {
            ByteBuf bytes = (ByteBuf) message;
            if (bytes.isReadable()) {
                if (p.closed) {
                    throw new IOException("Broken pipe");
                }
                int n = p.inbox.put(bytes);
                if (n == 0) {
                    blocked = true;
                    return;
                }
                p.readSoon();
                out.removeBytes(n);
            } else {
                out.remove();
            }
        }
    }

    private void flushAgain() {
        ((Unsafe) unsafe()).flushNow();
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof ByteBuf) {
            return message;
        }
        throw new UnsupportedOperationException(
                "Only bytes go through memory, not " + message.getClass().getName());
    }

    // ---- the end -------------------------------------------------------------------------------

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doClose() {
        if (closed) {
            return;
        }
        closed = true;
        inbox.clear();
        network.poller().closed(this);
        ChannelPromise promise = connecting;
        if (promise != null) {
            connecting = null;
            promise.tryFailure(new ClosedChannelException());
        }
        MemoryChannel p = peer;
        if (p != null && !p.closed) {
            p.ended = true;
            if (p.isRegistered()) {
                p.eventLoop().execute(p::otherSideClosed);
            }
        }
    }

    private void otherSideClosed() {
        if (blocked) {
            blocked = false;
            flushAgain(); // fails
        }
        readSoon();
    }

    // ---- what it is ----------------------------------------------------------------------------

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return connected && !closed;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop == network.nettyLoop();
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return local;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Unsafe();
    }

    private final class Unsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
            if (!promise.setUncancellable() || !ensureOpen(promise)) {
                return;
            }
            if (connecting != null) {
                throw new ConnectionPendingException();
            }
            if (connected) {
                throw new AlreadyConnectedException();
            }
            try {
                beginConnect(to, from, promise);
            } catch (Exception e) {
                promise.tryFailure(e);
                closeIfClosed();
            }
        }

        void flushNow() {
            flush0();
        }
    }

    private final class Config extends DefaultChannelConfig {
        Config() {
            super(MemoryChannel.this);
        }

        @Override
        protected void autoReadCleared() {
            readPending = false;
        }
    }
}
