package dev.jacquard.vertx;

import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramChannelConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A channel for datagrams on which none go: Vert.x' resolver of names opens one, even if it asks nobody. */
final class NoDatagrams extends AbstractChannel implements DatagramChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(true);

    private final DatagramChannelConfig config = new NoDatagramsConfig(this);
    private boolean closed;

    NoDatagrams() {
        super(null);
    }

    /** What is said to those who would use it. */
    static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("This loop's time is virtual, so its network is in memory and has no"
                + " datagrams, nor DNS. Use a loop on the system's clock: @AsyncTest(time = TestTime.REAL).");
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        while (out.current() != null) {
            out.remove(refusal());
        }
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw refusal();
    }

    @Override
    protected void doDisconnect() {}

    @Override
    protected void doBeginRead() {}

    @Override
    protected void doClose() {
        closed = true;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return !closed;
    }

    @Override
    public boolean isConnected() {
        return false;
    }

    @Override
    public DatagramChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    public @Nullable InetSocketAddress localAddress() {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return null;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return null;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
                safeSetFailure(promise, refusal());
            }
        };
    }

    // ---- groups --------------------------------------------------------------------------------

    private ChannelFuture refused(ChannelPromise promise) {
        return promise.setFailure(refusal());
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group) {
        return refused(newPromise());
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, ChannelPromise promise) {
        return refused(promise);
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface by) {
        return refused(newPromise());
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface by, ChannelPromise promise) {
        return refused(promise);
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, NetworkInterface by, @Nullable InetAddress source) {
        return refused(newPromise());
    }

    @Override
    public ChannelFuture joinGroup(
            InetAddress group, NetworkInterface by, @Nullable InetAddress source, ChannelPromise promise) {
        return refused(promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group) {
        return refused(newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, ChannelPromise promise) {
        return refused(promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface by) {
        return refused(newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface by, ChannelPromise promise) {
        return refused(promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, NetworkInterface by, @Nullable InetAddress source) {
        return refused(newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(
            InetAddress group, NetworkInterface by, @Nullable InetAddress source, ChannelPromise promise) {
        return refused(promise);
    }

    @Override
    public ChannelFuture block(InetAddress group, NetworkInterface by, InetAddress source) {
        return refused(newPromise());
    }

    @Override
    public ChannelFuture block(InetAddress group, NetworkInterface by, InetAddress source, ChannelPromise promise) {
        return refused(promise);
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source) {
        return refused(newPromise());
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source, ChannelPromise promise) {
        return refused(promise);
    }
}
