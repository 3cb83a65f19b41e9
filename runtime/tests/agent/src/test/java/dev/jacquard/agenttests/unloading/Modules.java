package dev.jacquard.agenttests.unloading;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import com.sun.net.httpserver.HttpServer;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.files.AsyncFiles;
import dev.jacquard.httpclient.AsyncHttp;
import dev.jacquard.httpclient.AsyncResponse;
import dev.jacquard.net.IoBackend;
import dev.jacquard.net.Net;
import dev.jacquard.reactivestreams.ReactiveStreams;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import dev.jacquard.subprocess.Subprocess;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.vertx.VertxFutures;
import dev.jacquard.vertx.VertxLoop;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The modules beside the core, each used once. */
public final class Modules {
    private Modules() {}

    public static void testing() throws Exception {
        try (AsyncTester tester = AsyncTester.builder().build()) {
            tester.run(() -> sleep(1_000));
        }
    }

    public static void files() throws Exception {
        run(readAndWrite());
    }

    @Async
    private static Coroutine<Void> readAndWrite() throws Exception {
        Path file = Files.createTempFile("unloading", ".txt");
        await(AsyncFiles.writeString(file, "text"));
        await(AsyncFiles.readString(file));
        Files.delete(file);
        return Coroutine.done();
    }

    public static void subprocesses() throws Exception {
        run(process());
    }

    @Async
    private static Coroutine<Void> process() throws Exception {
        try (var process = await(Subprocess.exec("true").start())) {
            await(process.waitAsync());
        }
        return Coroutine.done();
    }

    public static void net() throws Exception {
        run(echo());
    }

    public static void epoll() throws Exception {
        if (IoBackend.EPOLL.isAvailable()) {
            IoBackend.EPOLL.install();
            run(echo());
        }
    }

    @Async
    private static Coroutine<Void> echo() throws Exception {
        try (var server = await(Net.startServer(Modules::serve, "127.0.0.1", 0))) {
            try (var connection = await(Net.openConnection("127.0.0.1", server.port()))) {
                connection.writer().write("hello\n".getBytes(StandardCharsets.UTF_8));
                await(connection.writer().drain());
                await(connection.reader().readLine());
            }
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> serve(StreamReader reader, StreamWriter writer) throws Exception {
        writer.write(await(reader.readLine()));
        await(writer.drain());
        return Coroutine.done();
    }

    public static void reactiveStreams() throws Exception {
        run(published());
    }

    @Async
    private static Coroutine<Void> published() {
        var items = ReactiveStreams.toPublisher(items(), getRunningLoop());
        for (int i : ReactiveStreams.from(items)) {
            await(sleep(i));
        }
        return Coroutine.done();
    }

    @Async
    private static AsyncGenerator<Integer> items() {
        emit(1);
        await(sleep(1));
        emit(0);
        return AsyncGenerator.end();
    }

    public static void httpClient() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[2]);
            exchange.close();
        });
        server.start();
        try {
            run(get("http://127.0.0.1:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }

    @Async
    private static Coroutine<Void> get(String uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        try (AsyncResponse response = await(AsyncHttp.send(HttpClient.newHttpClient(), request))) {
            await(response.body().readAll(100));
        }
        return Coroutine.done();
    }

    public static void vertx() throws Exception {
        run(timer());
    }

    @Async
    private static Coroutine<Void> timer() throws Exception {
        try (VertxLoop vertx = VertxLoop.open()) {
            await(VertxFutures.awaitable(vertx.get().timer(1)));
        }
        return Coroutine.done();
    }
}
