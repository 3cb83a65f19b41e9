/** Sockets on Netty, on the loop's own thread. */
module dev.jacquard.net {
    requires transitive dev.jacquard.streams;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.unix.common;
    requires static org.jspecify;

    exports dev.jacquard.net;
}
