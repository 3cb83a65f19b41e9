package dev.jacquard.samples.crawler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The small site that ships with the sample, on a free port of this machine. Each page takes a moment;
 * {@code slow.html} takes longer than anybody waits.
 */
final class LocalSite implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Duration delay;

    LocalSite(Duration delay) throws IOException {
        this.delay = delay;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI start() {
        String host = server.getAddress().getAddress().getHostAddress();
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + "/index.html");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/old.html")) {
                exchange.getResponseHeaders().set("Location", "/loom.html");
                exchange.sendResponseHeaders(301, -1);
                return;
            }
            Thread.sleep((path.equals("/slow.html") ? Duration.ofMinutes(1) : delay).toMillis());
            byte[] page = read(path);
            int status = page.length > 0 ? 200 : 404;
            byte[] body = page.length > 0 ? page : "no such page".getBytes(StandardCharsets.UTF_8);
            String type = path.endsWith(".txt") ? "text/plain" : "text/html; charset=utf-8";
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** The resource of that name, or nothing. */
    private static byte[] read(String path) throws IOException {
        String file = path.endsWith("/") ? path + "index.html" : path;
        InputStream resource = file.contains("..") ? null : LocalSite.class.getResourceAsStream("site" + file);
        try (resource) {
            return resource == null ? new byte[0] : resource.readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
