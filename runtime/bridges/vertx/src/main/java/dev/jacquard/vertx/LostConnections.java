package dev.jacquard.vertx;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.io.IOException;

/**
 * Says of a client of HTTP/1 that has broken its connection only that it is closed, which Vert.x tells whoever has to
 * know. Of the exception it would make a line of the log, while the head of the first request is incomplete, and
 * stumble over it when another request waits for its turn.
 */
@Sharable
final class LostConnections extends ChannelInboundHandlerAdapter {
    private static final LostConnections HANDLER = new LostConnections();
    private static final Accepted ACCEPTED = new Accepted();

    /** The name that Vert.x gives to what reads requests. */
    private static final String OF_HTTP = "httpDecoder";

    private LostConnections() {}

    /** Makes channels of servers whose connections are watched. */
    static ChannelFactory<ServerChannel> watching(ChannelFactory<? extends ServerChannel> channels) {
        return () -> {
            ServerChannel channel = channels.newChannel();
            channel.pipeline().addLast(ACCEPTED);
            return channel;
        };
    }

    @Sharable
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            ((Channel) accepted).pipeline().addFirst(HANDLER);
            ctx.fireChannelRead(accepted);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
        if (e instanceof IOException && ctx.pipeline().get(OF_HTTP) != null) {
            ChannelFuture unused = ctx.close();
        } else {
            ctx.fireExceptionCaught(e);
        }
    }
}
