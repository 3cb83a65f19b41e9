package dev.jacquard.net;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A server in memory. */
final class MemoryServerChannel extends AbstractServerChannel {
    private final MemoryNetwork network;
    private final ChannelConfig config = new Config();
    private final Queue<MemoryChannel> backlog = new ArrayDeque<>();
    private @Nullable SocketAddress address;
    private boolean closed;
    private boolean readPending;
    private boolean accepting;

    MemoryServerChannel(MemoryNetwork network) {
        this.network = network;
    }

    /** A client has come. */
    void connected(MemoryChannel child) {
        backlog.add(child);
        acceptSoon();
    }

    private void acceptSoon() {
        if (readPending && !accepting && !backlog.isEmpty()) {
            accepting = true;
            eventLoop().execute(this::accept);
        }
    }

    private void accept() {
        accepting = false;
        if (!readPending) {
            return;
        }
        readPending = false;
        for (MemoryChannel child = backlog.poll(); child != null; child = backlog.poll()) {
            pipeline().fireChannelRead(child);
            if (!config.isAutoRead()) {
                break;
            }
        }
        pipeline().fireChannelReadComplete();
    }

    @Override
    protected void doBeginRead() {
        readPending = true;
        acceptSoon();
    }

    @Override
    protected void doBind(SocketAddress wanted) throws Exception {
        address = network.bind(this, wanted);
        network.poller().opened(this);
    }

    @Override
    protected void doClose() {
        closed = true;
        network.poller().closed(this);
        SocketAddress a = address;
        if (a != null) {
            address = null;
            network.unbind(a);
        }
        for (MemoryChannel child = backlog.poll(); child != null; child = backlog.poll()) {
            child.unsafe().closeForcibly();
        }
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return address != null;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop == network.nettyLoop();
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return address;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Unsafe();
    }

    private final class Unsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
            safeSetFailure(promise, new UnsupportedOperationException("A server does not connect"));
        }
    }

    private final class Config extends DefaultChannelConfig {
        Config() {
            super(MemoryServerChannel.this, new ServerChannelRecvByteBufAllocator());
        }

        @Override
        protected void autoReadCleared() {
            readPending = false;
        }
    }
}
