package dev.jacquard.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets a server's channel have so many connections at a time. The first handler of its pipeline: a connection that is
 * too many stays here, unread, and no more is accepted.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's, of a closing for which nobody waits here
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private final int limit;
    private final ArrayDeque<Channel> waiting = new ArrayDeque<>();
    private int open;

    ConnectionLimit(int limit) {
        this.limit = limit;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel connection = (Channel) accepted;
        if (!ctx.channel().isActive()) {
            connection.unsafe().closeForcibly(); // accepted just before the end
        } else if (open < limit) {
            let(ctx, connection);
        } else {
            waiting.add(connection);
            ctx.channel().config().setAutoRead(false);
        }
    }

    private void let(ChannelHandlerContext ctx, Channel connection) {
        open++;
        if (open == limit) {
            ctx.channel().config().setAutoRead(false);
        }
        connection.closeFuture().addListener(closed -> onThread(ctx, () -> ended(ctx)));
        ctx.fireChannelRead(connection);
    }

    /** The connection may be another loop's. */
    private static void onThread(ChannelHandlerContext ctx, Runnable action) {
        if (ctx.executor().inEventLoop()) {
            action.run();
            return;
        }
        try {
            ctx.executor().execute(action);
        } catch (RejectedExecutionException e) {
            // the server's loop is closed: nothing is counted any more
        }
    }

    private void ended(ChannelHandlerContext ctx) {
        open--;
        Channel next = waiting.poll();
        if (next != null) {
            let(ctx, next);
        } else if (ctx.channel().isActive()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        for (Channel c = waiting.poll(); c != null; c = waiting.poll()) {
            c.unsafe().closeForcibly();
        }
        ctx.fireChannelInactive();
    }
}
