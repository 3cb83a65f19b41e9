package dev.jacquard.net;

import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.streams.Protocol;
import dev.jacquard.streams.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.ConnectException;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A channel of Netty as a transport: the last handler in its pipeline. */
@SuppressWarnings("FutureReturnValueIgnored") // of writes and closings: the channel tells
final class ChannelTransport extends ChannelInboundHandlerAdapter implements Transport {
    private static final String TLS = "tls";

    private final EventLoop loop;
    private final NettyPoller poller;
    private final Channel channel;
    private Protocol protocol;
    private boolean secured;
    private boolean connected;
    private boolean closing;
    private boolean eofWritten;
    private boolean unflushed;
    private boolean lost;
    private @Nullable Throwable error;
    private @Nullable Runnable gone;
    private @Nullable Promise<@Nullable Void> handshake;

    /**
     * A transport.
     *
     * @param secured whether it can be used only when TLS has shaken hands
     */
    ChannelTransport(EventLoop loop, NettyPoller poller, Channel channel, Protocol protocol, boolean secured) {
        this.loop = loop;
        this.poller = poller;
        this.channel = channel;
        this.protocol = protocol;
        this.secured = secured;
        if (poller.backend() != IoBackend.IO_URING) { // which holds its buffers while it waits
            channel.config().setRecvByteBufAllocator(poller.buffers().forReading(() -> !this.secured));
        }
    }

    // ---- told by Netty -------------------------------------------------------------------------

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        poller.opened(ctx.channel());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        closing = true;
        lost = true;
        poller.closed(ctx.channel());
        if (gone != null) {
            gone.run();
        }
    }

    /** What is told, last of all, that the channel is closed. */
    void whenGone(Runnable gone) {
        this.gone = gone;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!secured) {
            established();
        }
    }

    /** The connection can be used: TLS has shaken hands. */
    private void established() {
        if (!connected && !lost && !closing) {
            connected = true;
            guarded(() -> protocol.connectionMade(this));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        poller.eventHandled();
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
        if (event instanceof ChannelInputShutdownEvent) {
            eof();
        } else if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                established();
                greeted(null);
            } else {
                greeted(done.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent end) {
            if (end.isSuccess()) {
                eof();
            }
        } else {
            ReferenceCountUtil.release(event);
        }
    }

    /** The other side has ended. With TLS that is both directions' end. */
    private void eof() {
        if (closing || !connected) {
            return;
        }
        try {
            if (!protocol.eofReceived() || secured) {
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
            // what TLS finds wrong comes from Netty's decoder
            error = cause instanceof DecoderException d && d.getCause() != null ? d.getCause() : cause;
        }
        abort();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        lost = true;
        if (handshake != null) {
            greeted(error == null ? new ConnectException("The other side has closed during the handshake") : error);
        }
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
                new ErrorContext("Fatal error: protocol.dataReceived() or another call failed.", e, protocol));
        if (error == null) {
            error = e;
        }
        abort();
    }

    // ---- TLS ------------------------------------------------------------------------------------

    EventLoop loop() {
        return loop;
    }

    Channel channel() {
        return channel;
    }

    boolean isSecured() {
        return secured;
    }

    /**
     * From now on all goes through TLS.
     *
     * @param received what has come already and is TLS's
     * @return is done when both sides have shaken hands
     */
    Promise<@Nullable Void> secure(ChannelHandler tls, byte[] received) {
        Promise<@Nullable Void> promise = new Promise<>(loop);
        handshake = promise;
        secured = true;
        // TLS ends both directions at once: what comes after the other side's end is lost anyway.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        channel.pipeline().addFirst(TLS, tls);
        if (received.length > 0) {
            channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(received));
            channel.pipeline().fireChannelReadComplete();
        }
        return promise;
    }

    @SuppressWarnings("NullAway") // a promise without a value
    private void greeted(@Nullable Throwable failed) {
        Promise<@Nullable Void> promise = handshake;
        handshake = null;
        if (promise != null && !promise.isDone()) {
            if (failed == null) {
                promise.setResult(null);
            } else {
                promise.setException(failed);
            }
        }
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
        channel.write(poller.buffers().holding(bytes, offset, length, channel.alloc()), channel.voidPromise());
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
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(f -> ((DuplexChannel) channel).shutdownOutput());
        }
    }

    @Override
    public boolean canWriteEof() {
        return !secured && channel instanceof DuplexChannel;
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

    /** Whether it is closed. */
    boolean isLost() {
        return lost;
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
        return buffer == null ? 0 : (int) Math.min(Integer.MAX_VALUE, buffer.totalPendingWriteBytes());
    }

    @Override
    public void setWriteBufferLimits(int high, int low) {
        if (low < 0 || low > high) {
            throw new IllegalArgumentException("high (" + high + ") must be >= low (" + low + ") must be >= 0");
        }
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(low, Math.max(1, high)));
    }

    @Override
    public Map<String, Object> extraInfo() {
        Map<String, Object> info = new HashMap<>();
        put(info, "peername", Addresses.ofJdk(channel.remoteAddress()));
        put(info, "sockname", Addresses.ofJdk(channel.localAddress()));
        put(info, "socket", channel);
        SslHandler tls = secured ? channel.pipeline().get(SslHandler.class) : null;
        if (tls != null) {
            SSLSession session = tls.engine().getSession();
            put(info, "ssl_object", session);
            put(info, "cipher", session.getCipherSuite());
            put(info, "alpn", tls.applicationProtocol());
            put(info, "peercert", peerCertificate(session));
        }
        return info;
    }

    private static @Nullable Certificate peerCertificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
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
