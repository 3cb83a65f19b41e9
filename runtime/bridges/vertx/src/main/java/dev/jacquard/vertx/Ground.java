package dev.jacquard.vertx;

import dev.jacquard.net.MemoryNetwork;
import dev.jacquard.net.Net;
import io.netty.channel.IoEventLoop;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** What Vert.x stands on: the running loop's sockets or, in virtual time, its network in memory. */
record Ground(IoEventLoop netty, @Nullable MemoryNetwork memory) {
    static Ground here() {
        MemoryNetwork memory = MemoryNetwork.ifTimeIsVirtual();
        return new Ground(memory == null ? Net.nettyLoop() : memory.nettyLoop(), memory);
    }

    Transport transport() {
        return memory == null ? new LoopTransport(netty) : new MemoryTransport(memory);
    }

    VertxInternal build(VertxOptions options) {
        VertxBootstrap bootstrap = VertxBootstrap.create();
        bootstrap.options(options);
        bootstrap.transport(transport().implementation());
        if (memory != null) {
            KnownThreads threads = new KnownThreads(memory);
            bootstrap.executorServiceFactory(threads::newExecutor);
            bootstrap.threadFactory(threads.threadFactory());
        }
        bootstrap.init();
        return (VertxInternal) bootstrap.vertx();
    }
}
