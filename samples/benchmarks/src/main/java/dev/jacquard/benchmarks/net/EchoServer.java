package dev.jacquard.benchmarks.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;

import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** {@code EchoServer nio|epoll|io_uring}: streams and an {@code @Async} handler. */
public final class EchoServer {
    private EchoServer() {}

    @Async
    static Coroutine<Void> echo(StreamReader reader, StreamWriter writer) throws IOException {
        for (; ; ) {
            byte[] data = await(reader.read(4096));
            if (data.length == 0) {
                return Coroutine.done();
            }
            writer.write(data);
            await(writer.drain());
        }
    }

    @Async
    static Coroutine<Void> serve() throws IOException {
        try (Server server = await(Net.startServer(EchoServer::echo, "127.0.0.1", 0))) {
            System.out.println("READY " + ((InetSocketAddress) server.address()).getPort());
            await(new Promise<Void>());
        }
        return Coroutine.done();
    }

    public static void main(String[] args) throws IOException {
        IoBackend.valueOf(args[0].toUpperCase(Locale.ROOT)).install();
        run(serve());
    }
}
