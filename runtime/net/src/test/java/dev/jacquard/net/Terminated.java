package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.net.OnLoop.HOST;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A program that serves on several loops until it is told to end: {@code Terminated SECONDS}. */
final class Terminated {
    private Terminated() {}

    public static void main(String[] args) throws Exception {
        Duration grace = Duration.ofSeconds(Long.parseLong(args[0]));
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("told to end");
            try {
                main.join(); // what it prints is not to be lost
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        ServerOptions options = ServerOptions.builder().gracePeriod(grace).build();
        try (MultiLoopServer server = Net.serveOnLoops(2, Terminated::serve, HOST, 0, options)) {
            System.out.println(server.port());
            server.join();
            System.out.println("joined");
        }
        System.out.println("closed");
    }

    /** A request is two lines: the answer to the second is the whole. */
    @Async
    private static Coroutine<Void> serve(StreamReader reader, StreamWriter writer) throws IOException {
        String first = new String(await(reader.readLine()), StandardCharsets.US_ASCII).strip();
        writer.write("began on " + Thread.currentThread().getName() + "\n");
        await(writer.drain());
        String second = new String(await(reader.readLine()), StandardCharsets.US_ASCII).strip();
        writer.write(first + " " + second + "\n");
        await(writer.drain());
        return Coroutine.done();
    }
}
