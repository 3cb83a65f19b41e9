package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static dev.jacquard.vertx.VertxFutures.toVertx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** The examples of docs/vertx.md. */
@AsyncSettings(time = TestTime.REAL)
class ExamplesTest {
    // doc: server
    @Async
    static Coroutine<HttpServer> serve() {
        Router router = Router.router(VertxLoop.vertx());
        router.get("/hello/:name").handler(AsyncRoutes.handler(ExamplesTest::hello));
        router.post("/echo").handler(BodyHandler.create(false));
        router.post("/echo").respond(AsyncRoutes.responding(ExamplesTest::echo));
        router.get("/ticks").handler(AsyncRoutes.streaming(ctx -> ticks(3)));
        router.get("/chat").handler(AsyncRoutes.webSocket(ExamplesTest::chat));
        HttpServer server = VertxLoop.vertx().createHttpServer().requestHandler(router);
        return Coroutine.of(await(awaitable(AsyncHandlers.quiet(server).listen(0, "127.0.0.1"))));
    }

    @Async
    static Coroutine<Void> hello(RoutingContext ctx) {
        await(sleep(10)); // cancelled here if the client goes away
        await(awaitable(ctx.end("Hello " + ctx.pathParam("name"))));
        return Coroutine.done();
    }

    @Async
    static Coroutine<JsonObject> echo(RoutingContext ctx) {
        return Coroutine.of(new JsonObject().put("you", ctx.body().asJsonObject()));
    }

    @Async
    static AsyncGenerator<Buffer> ticks(int n) {
        for (int i = 0; i < n; i++) {
            emit(Buffer.buffer("tick " + i + "\n")); // no faster than the client reads
            await(sleep(10));
        }
        return AsyncGenerator.end();
    }

    @Async
    static Coroutine<Void> chat(VertxWebSocket socket) {
        for (WebSocketMessage message : socket) {
            await(socket.send("you said " + message.text()));
        }
        return Coroutine.done();
    }

    // end

    // doc: client
    @Async
    static Coroutine<String> get(HttpClient client, int port, String path) {
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, port, "127.0.0.1", path)));
        HttpClientResponse response = await(awaitable(request.send())); // paused, nothing is lost
        StringBuilder text = new StringBuilder();
        try (var chunks = VertxStreams.items(response)) {
            for (Buffer chunk : chunks) {
                text.append(chunk);
            }
        }
        return Coroutine.of(text.toString());
    }

    // end

    @AsyncTest
    void serverAndClient() {
        int port = await(serve()).actualPort();
        Vertx vertx = VertxLoop.vertx();
        HttpClient client = vertx.createHttpClient();
        assertThat(await(get(client, port, "/hello/Ada"))).isEqualTo("Hello Ada");
        assertThat(await(get(client, port, "/ticks"))).isEqualTo("tick 0\ntick 1\ntick 2\n");
        HttpClientRequest post = await(awaitable(client.request(HttpMethod.POST, port, "127.0.0.1", "/echo")));
        HttpClientResponse echoed = await(awaitable(post.send("{\"a\":1}")));
        assertThat(await(VertxStreams.readAll(echoed)).toString()).isEqualTo("{\"you\":{\"a\":1}}");
        assertThat(await(talk(port))).isEqualTo("you said hi");
    }

    // doc: socket
    @Async
    static Coroutine<String> talk(int port) {
        var client = VertxLoop.vertx().createWebSocketClient();
        var where =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/chat");
        try (VertxWebSocket socket = await(VertxWebSocket.connect(client, where))) {
            await(socket.send("hi"));
            return Coroutine.of(await(socket.receive()).text());
        }
    }

    // end

    // doc: body
    @Async
    static Coroutine<Void> count(HttpServerRequest request) {
        long bytes = 0;
        try (var chunks = VertxStreams.items(request)) {
            for (Buffer chunk : chunks) {
                bytes += chunk.length();
            }
        }
        await(awaitable(request.response().end(bytes + " bytes")));
        return Coroutine.done();
    }

    // end

    @AsyncTest
    void body() {
        HttpServer server = VertxLoop.vertx().createHttpServer();
        server.requestHandler(AsyncHandlers.http(ExamplesTest::count));
        int port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        HttpClient client = VertxLoop.vertx().createHttpClient();
        assertThat(await(get(client, port, "/"))).isEqualTo("0 bytes");
    }

    // doc: http2
    @Async
    static Coroutine<HttpServer> serveSecurely(KeyCertOptions key, Router router) {
        var options = new HttpServerOptions().setSsl(true).setKeyCertOptions(key);
        options.setUseAlpn(true); // HTTP/2 for those who know it
        HttpServer server = VertxLoop.vertx().createHttpServer(options).requestHandler(router);
        return Coroutine.of(await(awaitable(server.listen(0, "127.0.0.1"))));
    }

    static HttpClient http2Client(TrustOptions trust) {
        return VertxLoop.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setSsl(true)
                        .setTrustOptions(trust)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ConnectionWindowSize(1 << 20)); // for all streams
    }

    // end

    @AsyncTest
    void http2() {
        Router router = Router.router(VertxLoop.vertx());
        router.get("/").handler(ctx -> ctx.end(ctx.request().version().toString()));
        HttpServer server = await(serveSecurely(KeyStoreFile.LOCALHOST.options(), router));
        HttpClient client = http2Client(KeyStoreFile.LOCALHOST.options());
        assertThat(await(get(client, server.actualPort(), "/"))).isEqualTo("HTTP_2");
        await(awaitable(
                client.close())); // Vert.x closes one that nobody refers to any more, in the middle of a request
    }

    // doc: to-vertx
    @Async
    static Coroutine<Integer> twice(int n) {
        await(sleep(1));
        return Coroutine.of(2 * n);
    }

    static Future<Integer> fourTimes(int n) {
        return toVertx(twice(n)).compose(m -> toVertx(twice(m)));
    }

    // end

    @AsyncTest
    void aCoroutineForVertx() {
        assertThat(await(awaitable(fourTimes(3)))).isEqualTo(12);
    }

    // doc: close
    @Async
    static Coroutine<String> readSettings() {
        try (VertxLoop loop = VertxLoop.open()) { // or VertxLoop.vertx(), closed with the loop
            Vertx vertx = loop.get();
            return Coroutine.of(await(awaitable(vertx.executeBlocking(() -> "read"))));
        }
    }

    // end

    @AsyncTest
    void closing() {
        assertThat(await(readSettings())).isEqualTo("read");
        assertThat(Vertx.currentContext()).isNull();
    }
}
