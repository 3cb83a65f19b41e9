package dev.jacquard.net;

import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.streams.Protocol;
import dev.jacquard.streams.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A channel of Netty as a transport: the last handler in its pipeline. */
final class ChannelTransport extends ChannelInboundHandlerAdapter implements Transport {
    private final EventLoop loop;
    private final NettyPoller poller;
    private final Channel channel;
    private Protocol protocol;
    private boolean connected;
    private boolean closing;
    private boolean eofWritten;
    private boolean unflushed;
    private boolean lost;
    private @Nullable Throwable error;

    ChannelTransport(EventLoop loop, NettyPoller poller, Channel channel, Protocol protocol) {
        this.loop = loop;
        this.poller = poller;
        this.channel = channel;
        this.protocol = protocol;
    }

    // ---- told by Netty -------------------------------------------------------------------------

    /** The connection can be used: TLS has shaken hands. */
    void established() {
        if (!connected && !lost) {
            connected = true;
            guarded(() -> protocol.connectionMade(this));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        try {
            int n = data.readableBytes();
            if (n > 0 && !closing) {
                protocol.dataReceived(data.internalNioBuffer(data.readerIndex(), n));
            }
        } catch (Throwable e) {
            failed(e);
        } finally {
            data.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !closing) {
            eof();
        } else {
            ReferenceCountUtil.release(event);
        }
    }

    private void eof() {
        try {
            if (!protocol.eofReceived()) {
                close();
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!connected || lost) {
            return;
        }
        if (channel.isWritable()) {
            guarded(protocol::resumeWriting);
        } else {
            guarded(protocol::pauseWriting);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (error == null && !closing) {
            error = cause;
        }
        abort();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        lost = true;
        if (connected) {
            connected = false;
            guarded(() -> protocol.connectionLost(error));
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** The protocol has thrown. */
    private void failed(Throwable e) {
        loop.callExceptionHandler(
                new ErrorContext(
                        "Fatal error: protocol.dataReceived() or another call failed.",
                        e,
                        protocol));
        if (error == null) {
            error = e;
        }
        abort();
    }

    // ---- asked by the writer -------------------------------------------------------------------

    @Override
    public void setProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (eofWritten) {
            throw new IllegalStateException("Cannot call write() after writeEof()");
        }
        if (closing || length == 0) {
            return;
        }
        // Netty would copy it to a direct buffer as well.
        ByteBuf buffer = channel.alloc().directBuffer(length).writeBytes(bytes, offset, length);
        channel.write(buffer, channel.voidPromise());
        if (!unflushed) {
            unflushed = true;
            poller.flushLater(this);
        }
    }

    @Override
    public void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    @Override
    public void writeEof() {
        if (!canWriteEof()) {
            throw new UnsupportedOperationException(this + " cannot end one direction alone");
        }
        if (!eofWritten && !closing) {
            eofWritten = true;
            unflushed = false;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(f -> ((DuplexChannel) channel).shutdownOutput());
        }
    }

    @Override
    public boolean canWriteEof() {
        return channel instanceof DuplexChannel && channel.pipeline().get("tls") == null;
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            unflushed = false;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void abort() {
        closing = true;
        unflushed = false;
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            first.close(); // without a farewell of TLS
        }
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void pauseReading() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        if (!closing) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public int getWriteBufferSize() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null
                ? 0
                : (int) Math.min(Integer.MAX_VALUE, buffer.totalPendingWriteBytes());
    }

    @Override
    public void setWriteBufferLimits(int high, int low) {
        if (low < 0 || low > high) {
            throw new IllegalArgumentException(
                    "high (" + high + ") must be >= low (" + low + ") must be >= 0");
        }
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(low, Math.max(1, high)));
    }

    @Override
    public Map<String, Object> extraInfo() {
        Map<String, Object> info = new HashMap<>();
        put(info, "peername", channel.remoteAddress());
        put(info, "sockname", channel.localAddress());
        put(info, "socket", channel);
        return info;
    }

    private static void put(Map<String, Object> info, String name, @Nullable Object value) {
        if (value != null) {
            info.put(name, value);
        }
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
