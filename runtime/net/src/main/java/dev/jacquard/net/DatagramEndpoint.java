package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.QueueShutDown;
import dev.jacquard.annotations.Async;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives datagrams (UDP). {@code asyncio.DatagramTransport} with its protocol.
 *
 * <pre>{@code
 * try (DatagramEndpoint endpoint = await(Net.openDatagram(options))) {
 *     for (Datagram d : endpoint) {
 *         endpoint.send(d.data(), d.sender());
 *     }
 * }
 * }</pre>
 *
 * <p>What is received waits in a queue that is bounded; see {@link DatagramOptions.Overflow}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's, of a closing for which nobody waits here
public final class DatagramEndpoint implements AsyncIterable<Datagram>, AsyncCloseable {
    private final EventLoop loop;
    private final NettyPoller poller;
    private final DatagramOptions options;

    /** Datagrams, and errors of the network. */
    private final AsyncQueue<Object> received;

    private final ArrayDeque<Promise<@Nullable Void>> drains = new ArrayDeque<>();
    private final Promise<@Nullable Void> closed;
    private @Nullable Channel channel;
    private long dropped;

    DatagramEndpoint(EventLoop loop, NettyPoller poller, DatagramOptions options) {
        this.loop = loop;
        this.poller = poller;
        this.options = options;
        this.received = new AsyncQueue<>(options.queueSize);
        this.closed = new Promise<>(loop);
    }

    // ---- told by Netty -------------------------------------------------------------------------

    ChannelInboundHandlerAdapter handler() {
        return new Handler();
    }

    void opened(Channel channel) {
        this.channel = channel;
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            poller.opened(ctx.channel());
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            poller.closed(ctx.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            try {
                add(new Datagram(ByteBufUtil.getBytes(packet.content()), packet.sender()));
            } finally {
                packet.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            add(cause);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (ctx.channel().isWritable()) {
                tellDrains();
            }
        }

        @Override
        @SuppressWarnings("NullAway") // a promise without a value
        public void channelInactive(ChannelHandlerContext ctx) {
            received.shutdown();
            tellDrains();
            if (!closed.isDone()) {
                closed.setResult(null);
            }
        }
    }

    private void add(Object item) {
        if (closed.isDone()) {
            return;
        }
        if (received.isFull()) {
            dropped++;
            if (options.overflow == DatagramOptions.Overflow.DROP_NEWEST) {
                return;
            }
            received.getNowait();
        }
        received.putNowait(item);
    }

    @SuppressWarnings("NullAway") // a promise without a value
    private void tellDrains() {
        for (var drain = drains.poll(); drain != null; drain = drains.poll()) {
            if (!drain.isDone()) {
                drain.setResult(null);
            }
        }
    }

    // ---- receiving -----------------------------------------------------------------------------

    /**
     * Takes the datagram that has waited longest, or waits for one. A cancelled call takes none.
     *
     * @throws ClosedChannelException if the endpoint is closed and none is left
     * @throws IOException an error that the network has told at this point, such as
     *     {@link java.net.PortUnreachableException}; the endpoint can be used further
     */
    @Async
    public Coroutine<Datagram> receive() throws IOException {
        Object item;
        try {
            item = await(received.get());
        } catch (QueueShutDown e) {
            throw new ClosedChannelException();
        }
        if (item instanceof Datagram datagram) {
            return Coroutine.of(datagram);
        }
        if (item instanceof IOException e) {
            throw e;
        }
        throw new IOException((Throwable) item);
    }

    /**
     * The datagrams as they come, until the endpoint is closed. Errors of the network are thrown in a
     * {@link java.io.UncheckedIOException}; the loop may be begun again.
     */
    @Override
    public AsyncIterator<Datagram> iterator() {
        return new Datagrams(this);
    }

    /** How many datagrams and errors were dropped because the queue was full. */
    public long dropped() {
        return dropped;
    }

    // ---- sending -------------------------------------------------------------------------------

    /**
     * Sends to the remote address, as soon as the system takes it; does not wait. An error comes out of
     * {@link #receive}. {@code sendto(data)}.
     *
     * @param data is copied; if it is empty, nothing is sent, as in CPython
     * @throws IllegalStateException if the endpoint has no remote address
     */
    public void send(byte[] data) {
        if (options.remote == null) {
            throw new IllegalStateException(
                    "The endpoint has no remote address: send(data, address), or" + " DatagramOptions.Builder.remote");
        }
        write(copy(data), data.length);
    }

    /**
     * Sends to an address. {@code sendto(data, addr)}.
     *
     * @throws IllegalArgumentException if the address is unresolved, or the endpoint has another remote address
     */
    public void send(byte[] data, InetSocketAddress to) {
        if (to.isUnresolved()) {
            throw new IllegalArgumentException("An unresolved address cannot be sent to: " + to);
        }
        if (options.remote != null) {
            if (!to.equals(remoteAddress())) {
                throw new IllegalArgumentException("This endpoint sends to " + remoteAddress() + " only, not to " + to);
            }
            write(copy(data), data.length);
        } else {
            write(new DatagramPacket(copy(data), to), data.length);
        }
    }

    private ByteBuf copy(byte[] data) {
        if (data.length == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        return channel().alloc().directBuffer(data.length).writeBytes(data);
    }

    private void write(Object message, int length) {
        if (length == 0) {
            return; // Netty sends such a datagram on some systems only
        }
        channel().writeAndFlush(message).addListener(sent -> {
            if (!sent.isSuccess()) {
                add(sent.cause());
            }
        });
    }

    /** Waits while the system does not take as much as is sent. Does not throw if it is closed. */
    @Async
    public Coroutine<Void> drain() {
        if (!channel().isWritable() && channel().isOpen()) {
            Promise<@Nullable Void> drain = new Promise<>(loop);
            drains.add(drain);
            try {
                await(drain);
            } finally {
                drains.remove(drain);
            }
        }
        return Coroutine.done();
    }

    // ---- the endpoint --------------------------------------------------------------------------

    private Channel channel() {
        return Objects.requireNonNull(channel);
    }

    /** The own address. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel().localAddress();
    }

    /** The only address that it sends to and receives from, or null. */
    public @Nullable InetSocketAddress remoteAddress() {
        return (InetSocketAddress) channel().remoteAddress();
    }

    /** Closes it; what has come before can still be received. */
    @Override
    @Async
    @SuppressWarnings("NullAway") // a promise without a value
    public Coroutine<Void> closeAsync() {
        channel().close();
        if (!closed.isDone()) {
            Promise<@Nullable Void> mine = new Promise<>(loop);
            closed.addDoneCallback(done -> {
                if (!mine.isDone()) {
                    mine.setResult(null);
                }
            });
            await(mine);
        }
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "DatagramEndpoint[" + channel + ", " + received.size() + " received]";
    }
}
