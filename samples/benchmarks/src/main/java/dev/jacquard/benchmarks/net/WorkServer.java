package dev.jacquard.benchmarks.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import dev.jacquard.net.MultiLoopServer;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.util.Locale;

/**
 * {@code WorkServer nio|epoll|io_uring LOOPS}: an echo whose handler computes for some hundred microseconds, so that
 * the server is the limit and not its client.
 */
public final class WorkServer {
    private static final int WORK = 500_000;

    private WorkServer() {}

    @Async
    static Coroutine<Void> serve(StreamReader reader, StreamWriter writer) throws IOException {
        for (; ; ) {
            byte[] data = await(reader.read(4096));
            if (data.length == 0) {
                return Coroutine.done();
            }
            data[0] = work(data[0]);
            writer.write(data);
            await(writer.drain());
        }
    }

    private static byte work(byte seed) {
        long mixed = seed;
        for (int i = 0; i < WORK; i++) {
            mixed = (mixed ^ i) * 0x9E3779B97F4A7C15L; // each depends on the one before
        }
        return (byte) (mixed >>> 56);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (MultiLoopServer server = MultiLoopServer.builder()
                .backend(IoBackend.valueOf(args[0].toUpperCase(Locale.ROOT)))
                .loops(Integer.parseInt(args[1]))
                .start(WorkServer::serve, "127.0.0.1", 0)) {
            System.out.println("READY " + server.port());
            server.join();
        }
    }
}
