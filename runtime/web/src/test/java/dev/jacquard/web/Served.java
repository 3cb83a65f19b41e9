package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An application on a loop in a thread of its own, and blocking clients for it. */
final class Served implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final HttpClient CLIENT_2 =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private static final int SECONDS = 8;

    /** What the loop's exception handler was told. */
    final List<Throwable> errors = new CopyOnWriteArrayList<>();

    private final Thread thread;
    private final CompletableFuture<WebServer> server = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile EventLoop loop;
    private volatile AsyncEvent stop;

    private Served(WebApp app, WebOptions options) {
        thread = new Thread(
                () -> {
                    try {
                        Asyncio.run(serve(app, options));
                        ended.complete(null);
                    } catch (Throwable e) {
                        server.completeExceptionally(e);
                        ended.completeExceptionally(e);
                    }
                },
                "served");
        thread.start();
    }

    static Served start(WebApp app) {
        return start(app, WebOptions.defaults());
    }

    static Served start(WebApp app, WebOptions options) {
        Served s = new Served(app, options);
        s.server.join();
        return s;
    }

    @Async
    private Coroutine<Void> serve(WebApp app, WebOptions options) {
        loop = getRunningLoop();
        stop = new AsyncEvent();
        loop.setExceptionHandler((l, c) -> told(c.exception() == null ? new Error(c.message()) : c.exception()));
        try (WebServer s = await(app.listen("127.0.0.1", 0, options))) {
            server.complete(s);
            await(stop.waitAsync());
        }
        return Coroutine.done();
    }

    private void told(Throwable e) {
        errors.add(e);
        e.printStackTrace();
    }

    int port() {
        return server.join().port();
    }

    String uri(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Begins to stop it. */
    void stop() {
        loop.callSoonThreadSafe(stop::set);
    }

    void awaitEnd() throws Exception {
        ended.get(SECONDS, TimeUnit.SECONDS);
        thread.join();
    }

    @Override
    public void close() throws Exception {
        if (!ended.isDone()) {
            stop();
        }
        awaitEnd();
    }

    // ---- clients -------------------------------------------------------------------------------

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(uri(path)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send2(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT_2.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Status and body. */
    String get(String path) throws Exception {
        return said(send(request(path)));
    }

    String post(String path, String body, String contentType) throws Exception {
        return said(send(
                request(path).header("content-type", contentType).POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    static String said(HttpResponse<String> r) {
        return r.statusCode() + " " + r.body();
    }

    /** Sends bytes as they are, and gives all that comes until the server closes. */
    String raw(String text) throws IOException {
        try (Socket s = connect()) {
            s.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return readAll(s.getInputStream());
        }
    }

    Socket connect() throws IOException {
        Socket s = new Socket(InetAddress.getByName("127.0.0.1"), port());
        s.setSoTimeout(SECONDS * 1000);
        return s;
    }

    static String readAll(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads until a text was seen. */
    static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder s = new StringBuilder();
        while (s.indexOf(end) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended after: " + s);
            }
            s.append((char) b);
        }
        return s.toString();
    }
}
