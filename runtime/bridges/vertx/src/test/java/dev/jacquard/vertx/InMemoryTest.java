package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.TestClock;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole servers and clients of Vert.x in virtual time. */
class InMemoryTest {
    private final List<String> trail = new ArrayList<>();
    private HttpServer server;
    private int port;
    private HttpClient client;

    @Async
    private Coroutine<Void> serve(Handler<HttpServerRequest> handler, HttpClientOptions options) {
        Vertx vertx = VertxLoop.vertx();
        server = vertx.createHttpServer().requestHandler(handler);
        port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        client = vertx.createHttpClient(options.setDefaultPort(port).setDefaultHost("127.0.0.1"), pool());
        return Coroutine.done();
    }

    /** It does not look for idle connections each second of days. */
    private static PoolOptions pool() {
        return new PoolOptions().setHttp1MaxSize(10).setCleanerPeriod(0);
    }

    private Coroutine<Void> serve(Handler<HttpServerRequest> handler) {
        return serve(handler, new HttpClientOptions());
    }

    @Async
    private Coroutine<HttpClientResponse> send(String path) {
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, path)));
        return Coroutine.of(await(awaitable(request.send())));
    }

    @Async
    private Coroutine<String> get(String path) {
        return Coroutine.of(await(VertxStreams.readAll(await(send(path)))).toString());
    }

    // ---- HTTP ----------------------------------------------------------------------------------

    @AsyncTest
    void helloAfterADay(TestClock clock) {
        await(serve(AsyncHandlers.http(this::helloTomorrow)));
        assertThat(await(get("/ada"))).isEqualTo("Hello /ada over HTTP_1_1 from 127.0.0.1 to 127.0.0.1:" + port);
        assertThat(clock.now()).isEqualTo(Duration.ofDays(1));
        assertThat(port).isEqualTo(49_152);
    }

    @Async
    private Coroutine<Void> helloTomorrow(HttpServerRequest request) {
        await(sleep(Duration.ofDays(1)));
        assertThat(Vertx.currentContext().owner()).isSameAs(VertxLoop.vertx());
        await(awaitable(request.response()
                .end("Hello " + request.path() + " over " + request.version() + " from "
                        + request.remoteAddress().hostAddress() + " to " + request.localAddress())));
        return Coroutine.done();
    }

    /** Prior knowledge, and the answer is the same. */
    @AsyncTest
    void http2(TestClock clock) {
        await(serve(
                AsyncHandlers.http(this::helloTomorrow),
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false)));
        List<String> answers = await(gather(get("/a"), get("/b")));
        assertThat(answers).hasSize(2).allMatch(a -> a.contains("over HTTP_2"));
        assertThat(clock.now()).isEqualTo(Duration.ofDays(1));
    }

    @AsyncTest
    void http2ByUpgrade() {
        await(serve(
                request -> request.response().end("over " + request.version()),
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2)));
        assertThat(await(get("/a"))).isEqualTo("over HTTP_2");
    }

    @AsyncTest
    void tls(TestClock clock) {
        Vertx vertx = VertxLoop.vertx();
        var options = new io.vertx.core.http.HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(KeyStoreFile.LOCALHOST.options());
        server = vertx.createHttpServer(options).requestHandler(AsyncHandlers.http(this::helloTomorrow));
        port = await(awaitable(server.listen(8443, "localhost"))).actualPort();
        client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setTrustOptions(KeyStoreFile.LOCALHOST.options())
                        .setDefaultPort(8443)
                        .setDefaultHost("localhost"),
                pool());
        assertThat(await(get("/a"))).startsWith("Hello /a over HTTP_2");
        assertThat(clock.now()).isEqualTo(Duration.ofDays(1));
    }

    @AsyncTest
    void domainSocketsAreNames() {
        Vertx vertx = VertxLoop.vertx();
        SocketAddress address = SocketAddress.domainSocketAddress("/no/such/folder/A");
        server = vertx.createHttpServer().requestHandler(r -> r.response().end("at " + r.localAddress()));
        await(awaitable(server.listen(address)));
        client = vertx.createHttpClient(new HttpClientOptions(), pool());
        var options = new io.vertx.core.http.RequestOptions().setServer(address).setURI("/");
        HttpClientRequest request = await(awaitable(client.request(options)));
        Buffer body = await(VertxStreams.readAll(await(awaitable(request.send()))));
        assertThat(body.toString()).isEqualTo("at /no/such/folder/A");
    }

    @AsyncTest
    void aBodyGoesBothWays() {
        await(serve(AsyncHandlers.http(InMemoryTest::echo)));
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.POST, "/")));
        Buffer body = Buffer.buffer(new byte[3_000_000]).setByte(2_999_999, (byte) 7);
        HttpClientResponse response = await(awaitable(request.send(body)));
        assertThat(await(VertxStreams.readAll(response, 4_000_000))).isEqualTo(body);
    }

    @Async
    private static Coroutine<Void> echo(HttpServerRequest request) {
        Buffer body = await(VertxStreams.readAll(request, 4_000_000));
        await(sleep(Duration.ofMinutes(1)));
        await(awaitable(request.response().end(body)));
        return Coroutine.done();
    }

    /** The client does not read: no more is made than fits between the two. */
    @AsyncTest
    void aSlowClientHoldsTheGeneratorBack(TestClock clock) {
        int[] emitted = {0};
        Router router = Router.router(VertxLoop.vertx());
        router.get("/").handler(AsyncRoutes.streaming(ctx -> blocks(emitted)));
        await(serve(router));
        HttpClientResponse response = await(send("/")); // is paused
        await(clock.advance(Duration.ofMinutes(1)));
        int before = emitted[0];
        assertThat(before).isBetween(1, 40);
        await(clock.advance(Duration.ofMinutes(1)));
        assertThat(emitted[0]).isEqualTo(before);
        assertThat(await(VertxStreams.readAll(response)).length()).isEqualTo(13_107_200);
        assertThat(emitted[0]).isEqualTo(200);
    }

    @Async
    private static AsyncGenerator<Buffer> blocks(int[] emitted) {
        for (int i = 0; i < 200; i++) {
            emitted[0]++;
            emit(Buffer.buffer(new byte[65_536]));
        }
        return AsyncGenerator.end();
    }

    @AsyncTest
    void aClientThatLeavesCancelsTheTask(TestClock clock) {
        await(serve(AsyncHandlers.http(this::waitLong)));
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, "/")));
        Task<HttpClientResponse> response = createTask(awaitable(request.send()).asCoroutine());
        await(clock.advance(Duration.ofHours(1)));
        assertThat(trail).containsExactly("begins at PT0S");
        request.reset();
        await(clock.allTasksBlocked());
        assertThat(trail).containsExactly("begins at PT0S", "cancelled at PT1H");
        assertThat(await(VertxFuturesTest.failureOf(response.asCoroutine()))).isNotNull();
    }

    @Async
    private Coroutine<Void> waitLong(HttpServerRequest request) {
        log("begins");
        try {
            await(sleep(Duration.ofDays(1)));
        } catch (CancelledError e) {
            log("cancelled");
            throw e;
        }
        log("ends");
        return Coroutine.done();
    }

    private void log(String what) {
        trail.add(what + " at " + getRunningLoop().time());
    }

    // ---- WebSockets ----------------------------------------------------------------------------

    @AsyncTest
    void aWebSocketEchoes(TestClock clock) {
        Vertx vertx = VertxLoop.vertx();
        server = vertx.createHttpServer().webSocketHandler(AsyncHandlers.webSocket(InMemoryTest::echo));
        port = await(awaitable(server.listen(0, "localhost"))).actualPort();
        var where =
                new WebSocketConnectOptions().setHost("localhost").setPort(port).setURI("/");
        try (VertxWebSocket socket = await(VertxWebSocket.connect(vertx.createWebSocketClient(), where))) {
            await(socket.send("a"));
            await(socket.send("b"));
            assertThat(await(socket.receive()).text()).isEqualTo("a");
            assertThat(await(socket.receive()).text()).isEqualTo("b");
            assertThat(clock.now()).isEqualTo(Duration.ofHours(2));
        }
    }

    @Async
    private static Coroutine<Void> echo(VertxWebSocket socket) {
        for (WebSocketMessage message : socket) {
            await(sleep(Duration.ofHours(1)));
            await(socket.send(message.text()));
        }
        return Coroutine.done();
    }

    // ---- time and threads ----------------------------------------------------------------------

    @AsyncTest
    void timersOfVertxAreVirtual(TestClock clock) {
        Vertx vertx = VertxLoop.vertx();
        Promise<Void> done = new Promise<>();
        vertx.setTimer(Duration.ofMinutes(150).toMillis(), id -> log("timer"));
        long cancelled = vertx.setTimer(1000, id -> log("never"));
        vertx.setPeriodic(Duration.ofHours(1).toMillis(), id -> {
            log("tick");
            if (trail.size() == 5) {
                vertx.cancelTimer(id);
                done.setResult(null);
            }
        });
        vertx.cancelTimer(cancelled);
        await(sleep(Duration.ofMinutes(30)));
        log("slept");
        await(done);
        await(clock.runUntilIdle());
        log("idle");
        assertThat(trail)
                .containsExactly(
                        "slept at PT30M",
                        "tick at PT1H",
                        "tick at PT2H",
                        "timer at PT2H30M",
                        "tick at PT3H",
                        "idle at PT3H");
    }

    @AsyncTest
    void virtualTimeWaitsForWorkers(TestClock clock) {
        Vertx vertx = VertxLoop.vertx();
        Task<Void> sleeper = createTask(sleep(Duration.ofDays(1)));
        Thread loops = Thread.currentThread();
        Thread worker = await(awaitable(vertx.executeBlocking(() -> {
            Thread.sleep(20); // longer than a loop that does not wait takes for a day
            return Thread.currentThread();
        })));
        assertThat(worker).isNotSameAs(loops);
        assertThat(clock.now()).isEqualTo(Duration.ZERO);
        assertThat(sleeper.isDone()).isFalse();
        await(sleeper);
    }

    @AsyncTest
    void closingVertxIsWaitedFor(TestClock clock) {
        await(serve(AsyncHandlers.http(this::helloTomorrow)));
        await(get("/a"));
        Task<Void> sleeper = createTask(sleep(Duration.ofDays(1)));
        await(awaitable(VertxLoop.vertx().close()));
        assertThat(clock.now()).isEqualTo(Duration.ofDays(1));
        await(serve(AsyncHandlers.http(this::helloTomorrow)));
        assertThat(await(get("/b"))).startsWith("Hello /b");
        await(sleeper);
    }

    // ---- the same in each run ------------------------------------------------------------------

    @Test
    void twoRunsAreTheSame() {
        List<String> first = new InMemoryTest().aHundredRequests();
        List<String> second = new InMemoryTest().aHundredRequests();
        assertThat(first).hasSize(300).isEqualTo(second);
    }

    private List<String> aHundredRequests() {
        try (AsyncTester tester = AsyncTester.builder().build()) {
            tester.run(() -> requests());
        }
        return trail;
    }

    @Async
    private Coroutine<Void> requests() {
        await(serve(AsyncHandlers.http(this::some)));
        List<Coroutine<Void>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(request(i));
        }
        await(gather(all));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> request(int i) {
        assertThat(await(get("/" + i))).isEqualTo("answer to /" + i);
        log("answer " + i);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> some(HttpServerRequest request) {
        log("request " + request.path());
        await(sleep(Duration.ofSeconds(request.path().hashCode() % 7)));
        log("goes on " + request.path());
        await(awaitable(request.response().end("answer to " + request.path())));
        return Coroutine.done();
    }
}
