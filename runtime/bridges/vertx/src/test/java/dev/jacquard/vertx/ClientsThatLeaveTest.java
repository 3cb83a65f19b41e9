package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.SocketException;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that go away at any time: their task is cancelled, and nobody hears of it. */
@Timeout(60)
class ClientsThatLeaveTest extends LoopsThread {
    private static final int BLOCK = 50_000;

    /** Goes on until its client has left, and tells how it was ended. */
    private interface Pump {
        Coroutine<Void> run(HttpServerResponse response);
    }

    @Async
    private static Coroutine<Void> until(Coroutine<Void> pump, Promise<String> ended) {
        String how = "returned";
        try {
            await(pump);
        } catch (Throwable e) {
            how = e.getClass().getSimpleName();
            throw e;
        } finally {
            ended.setResult(how);
        }
        return Coroutine.done();
    }

    /** With raw writes, whose futures fail with whatever the channel says. */
    @Async
    private static Coroutine<Void> write(HttpServerResponse response) {
        response.setChunked(true);
        for (; ; ) {
            await(awaitable(response.write(Buffer.buffer(new byte[BLOCK]))));
        }
    }

    @Async
    private static Coroutine<Void> writeWithRoom(HttpServerResponse response) {
        response.setChunked(true);
        for (; ; ) {
            await(VertxStreams.write(response, Buffer.buffer(new byte[BLOCK])));
        }
    }

    @Async
    private static AsyncGenerator<Buffer> blocks() {
        for (; ; ) {
            emit(Buffer.buffer(new byte[BLOCK]));
        }
    }

    @Async
    private static Coroutine<Void> stream(HttpServerRequest request) {
        await(StreamedResponse.send(blocks(), request));
        return Coroutine.done();
    }

    /** In a task of its own, that nobody else would cancel. */
    @Async
    private static Coroutine<Void> writeElsewhere(HttpServerResponse response) {
        Task<Void> writing = createTask(writeWithRoom(response));
        await(writing);
        return Coroutine.done();
    }

    private void http1(IoBackend backend, boolean reset, Pump pump) {
        try (Logged logged = new Logged()) {
            onLoop(backend, () -> {
                for (int i = 0; i < 5; i++) {
                    Promise<String> ended = new Promise<>();
                    Served served = await(Served.by(
                            HttpVersion.HTTP_1_1,
                            AsyncHandlers.http(request -> until(pump.run(request.response()), ended))));
                    await(toThread(() -> readAndLeave(served.port, reset)));
                    assertThat(await(ended)).isEqualTo("CancelledError");
                }
                return Coroutine.done();
            });
            assertThat(logged.lines()).isEmpty();
        }
        assertThat(errors).isEmpty();
    }

    private static Object readAndLeave(int port, boolean reset) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readThrough("\r\n\r\n");
            client.skip(300_000);
            if (reset) {
                client.abort();
            }
        }
        return "";
    }

    @ParameterizedTest
    @EnumSource
    void whileTheyAreWrittenTo(IoBackend backend) {
        http1(backend, false, ClientsThatLeaveTest::write);
        http1(backend, true, ClientsThatLeaveTest::write);
    }

    @ParameterizedTest
    @EnumSource
    void whileThereIsRoom(IoBackend backend) {
        http1(backend, false, ClientsThatLeaveTest::writeWithRoom);
        http1(backend, true, ClientsThatLeaveTest::writeWithRoom);
    }

    @ParameterizedTest
    @EnumSource
    void whileAnotherTaskWrites(IoBackend backend) {
        http1(backend, true, ClientsThatLeaveTest::writeElsewhere);
    }

    @ParameterizedTest
    @EnumSource
    void whileAGeneratorIsSent(IoBackend backend) {
        try (Logged logged = new Logged()) {
            onLoop(backend, () -> {
                Promise<String> ended = new Promise<>();
                Router router = Router.router(VertxLoop.vertx());
                router.get("/").handler(AsyncRoutes.handler(ctx -> until(stream(ctx.request()), ended)));
                Served served = await(Served.by(HttpVersion.HTTP_1_1, router));
                await(toThread(() -> readAndLeave(served.port, true)));
                assertThat(await(ended)).isEqualTo("CancelledError");
                return Coroutine.done();
            });
            assertThat(logged.lines()).isEmpty();
        }
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ofAStreamOfHttp2(IoBackend backend) {
        onLoop(backend, () -> {
            for (Pump pump : new Pump[] {ClientsThatLeaveTest::write, ClientsThatLeaveTest::writeWithRoom}) {
                assertThat(await(leaveStream(pump, r -> r.request().reset().mapEmpty())))
                        .isEqualTo("CancelledError");
                assertThat(await(leaveStream(pump, r -> r.request().connection().close())))
                        .isEqualTo("CancelledError");
            }
            return Coroutine.done();
        });
        assertThat(errors).isEmpty();
    }

    @Async
    private static Coroutine<String> leaveStream(
            Pump pump, Function<HttpClientResponse, io.vertx.core.Future<Void>> leave) {
        Promise<String> ended = new Promise<>();
        Served served = await(Served.by(
                HttpVersion.HTTP_2, AsyncHandlers.http(request -> until(pump.run(request.response()), ended))));
        HttpClientRequest request = await(awaitable(served.client.request(HttpMethod.GET, "/")));
        HttpClientResponse response = await(awaitable(request.send()));
        response.exceptionHandler(e -> {});
        response.fetch(2);
        await(sleep(20));
        io.vertx.core.Future<Void> unused = leave.apply(response);
        return Coroutine.of(await(ended));
    }

    @ParameterizedTest
    @EnumSource
    void ofAWebSocketThatIsPushedTo(IoBackend backend) {
        try (Logged logged = new Logged()) {
            onLoop(backend, () -> {
                for (boolean reset : new boolean[] {false, true}) {
                    Promise<String> ended = new Promise<>();
                    Router router = Router.router(VertxLoop.vertx());
                    router.get("/").handler(AsyncRoutes.webSocket(socket -> until(push(socket), ended)));
                    Served served = await(Served.by(HttpVersion.HTTP_1_1, router));
                    await(toThread(() -> listenAndLeave(served.port, reset)));
                    assertThat(await(ended)).isIn("CancelledError", "WebSocketClosedException");
                }
                return Coroutine.done();
            });
            assertThat(logged.lines()).isEmpty();
        }
        assertThat(errors).isEmpty();
    }

    @Async
    private static Coroutine<Void> push(VertxWebSocket socket) {
        for (; ; ) {
            await(socket.send("x".repeat(BLOCK)));
        }
    }

    private static Object listenAndLeave(int port, boolean reset) throws IOException {
        try (RawClient client = RawClient.webSocket(port, "/")) {
            client.skip(300_000);
            if (reset) {
                client.abort();
            }
        }
        return "";
    }

    /** Others that fail are not taken for a client. */
    @Test
    void anExceptionOfAnotherConnectionIsSeen() {
        Served.Answer answer = onLoop(IoBackend.NIO, () -> {
            Served served = await(Served.by(HttpVersion.HTTP_1_1, AsyncHandlers.http(request -> {
                Throwable e = await(VertxFuturesTest.failureOf(
                        awaitable(VertxLoop.vertx().createNetClient().connect(1, "127.0.0.1"))));
                return awaitable(request.response().end(e.getClass().getName())).asCoroutine();
            })));
            return served.get("/");
        });
        assertThat(answer.body()).contains("ConnectException");
    }

    // ---- many ----------------------------------------------------------------------------------

    private static final String UPLOAD = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n";
    private static final String[] SCRIPTS = {
        UPLOAD + "x".repeat(20_000) + UPLOAD + "y".repeat(20_000),
        "POST /late HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("2000\r\n" + "z".repeat(8192) + "\r\n").repeat(4)
                + "0\r\n\r\n",
        "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3),
        "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
                + "\u0081\u0085\0\0\0\0hello".repeat(50),
        "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\5\1\5\0\0\0\1\u0082\u0086\u0084\u0041\1a",
        "POST /late HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n",
        "no HTTP at all\r\n\r\n",
    };

    private static Handler<HttpServerRequest> router() {
        Router router = Router.router(VertxLoop.vertx());
        ThrowingAsyncFunction<io.vertx.ext.web.RoutingContext, Void, RuntimeException> later = ctx -> {
            await(sleep(1));
            ctx.next();
            return Coroutine.done();
        };
        router.route().handler(AsyncRoutes.handler(later));
        router.post("/body").handler(BodyHandler.create(false));
        router.post("/body").respond(AsyncRoutes.responding(ctx -> {
            await(sleep(1));
            return Coroutine.of("read " + ctx.body().length());
        }));
        router.post("/late").respond(AsyncRoutes.responding(ctx -> {
            await(sleep(1));
            return Coroutine.of(await(VertxStreams.readAll(ctx.request())).length() + " bytes");
        }));
        router.get("/stream").handler(AsyncRoutes.streaming(ctx -> blocks()));
        router.get("/slow").handler(AsyncRoutes.handler(ctx -> {
            await(sleep(5));
            return awaitable(ctx.end("slow")).asCoroutine();
        }));
        router.get("/ws").handler(AsyncRoutes.webSocket(socket -> {
            for (WebSocketMessage m : socket) {
                await(socket.send(m.text()));
            }
            return Coroutine.done();
        }));
        return router;
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void twoThousandAtRandomPoints(IoBackend backend) {
        try (Logged logged = new Logged()) {
            onLoop(backend, () -> {
                HttpServer server =
                        AsyncHandlers.quiet(VertxLoop.vertx().createHttpServer().requestHandler(router()));
                await(awaitable(server.listen(0, "127.0.0.1")));
                await(toThread(() -> comeAndGo(server.actualPort(), new Random(7))));
                while (allTasks().size() > 1) {
                    await(sleep(5));
                }
                return Coroutine.done();
            });
            assertThat(logged.lines()).isEmpty();
        }
        assertThat(errors).isEmpty();
    }

    private static Object comeAndGo(int port, Random random) throws IOException {
        for (int i = 0; i < 2000; i++) {
            String script = SCRIPTS[random.nextInt(SCRIPTS.length)];
            int bytes = random.nextInt(3) == 0 ? script.length() : random.nextInt(script.length() + 1);
            try (RawClient client = new RawClient(port)) {
                client.send(script.substring(0, bytes));
                if (bytes == script.length() && random.nextBoolean()) {
                    client.read();
                }
                if (random.nextBoolean()) {
                    client.abort();
                }
            } catch (SocketException | java.io.EOFException e) {
                // the server was faster
            }
        }
        return "";
    }
}
