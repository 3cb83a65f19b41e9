package dev.jacquard.vertx;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.internal.http.WebSocketInternal;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * Sees frames that break the protocol before Vert.x does, which would close the connection without a word: so the other
 * side is told why, and reads that before the end.
 */
final class WebSocketViolations extends ChannelInboundHandlerAdapter {
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_READABLE = 1007;
    private static final int TOO_BIG = 1009;

    private final WebSocketAssembly.Refusal refusal;

    private WebSocketViolations(WebSocketAssembly.Refusal refusal) {
        this.refusal = refusal;
    }

    /** Watches what comes through a channel, before it is Vert.x'. */
    static void watch(Channel channel, WebSocketAssembly.Refusal refusal) {
        ChannelHandlerContext last = null;
        for (String name : channel.pipeline().names()) {
            ChannelHandlerContext c = channel.pipeline().context(name);
            if (c != null && c.handler().getClass().getName().startsWith("io.vertx.core.net.impl.VertxHandler")) {
                last = c;
            }
        }
        if (last != null) {
            channel.pipeline().addBefore(last.name(), null, new WebSocketViolations(refusal));
        }
    }

    /** The channel of a WebSocket as Vert.x gives it, null if it is wrapped. */
    static @Nullable Channel channelOf(WebSocketBase socket) {
        return socket instanceof WebSocketInternal internal
                ? internal.channelHandlerContext().channel()
                : null;
    }

    /**
     * The channel of a connection. Vert.x has the method, in a package that it does not export: on the module path the
     * WebSockets behind a router go without.
     */
    static @Nullable Channel channelOf(HttpConnection connection) {
        try {
            return (Channel) connection.getClass().getMethod("channel").invoke(connection);
        } catch (IllegalAccessException | NoSuchMethodException | InvocationTargetException e) {
            return null;
        }
    }

    /** The status for an exception that was thrown when frames were read, or 0 if it is about something else. */
    static int codeOf(Throwable e) {
        Throwable cause = e instanceof DecoderException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            return corrupted.closeStatus().code();
        }
        if (cause instanceof TooLongFrameException
                || (cause instanceof IllegalStateException && isOfSize(cause.getMessage()))) {
            return TOO_BIG;
        }
        return e instanceof DecoderException ? NOT_READABLE : 0; // it could not be unpacked
    }

    /** In Vert.x' words. */
    private static boolean isOfSize(@Nullable String message) {
        return message != null && message.contains("max message size");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof WebSocketFrame frame && frame.rsv() != 0) {
            ReferenceCountUtil.release(msg);
            refuse(ctx, PROTOCOL_ERROR, "Reserved bits without an extension");
            return;
        }
        ctx.fireChannelRead(msg);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
        int code = codeOf(e);
        if (code == 0) {
            ctx.fireExceptionCaught(e);
        } else {
            refuse(ctx, code, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(ChannelHandlerContext ctx, int code, String reason) {
        refusal.refuse(code, reason);
        ctx.flush();
    }
}
