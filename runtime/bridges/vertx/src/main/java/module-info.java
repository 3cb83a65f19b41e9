/** Vert.x on the loop's own thread. */
module dev.jacquard.vertx {
    requires transitive dev.jacquard.net;
    requires transitive io.vertx.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.unix.common;
    requires static io.vertx.web;
    requires static org.jspecify;

    exports dev.jacquard.vertx;
}
