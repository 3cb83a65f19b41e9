package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that are read when their handler, or one before it, has waited: no byte is lost, nor the end. */
@Timeout(30)
class BodyAfterAwaitTest extends LoopsThread {
    private static final int[] SIZES = {0, 5, 300_000, 2_000_000};

    private void onLoop(ThrowingAsyncCallable<Void, RuntimeException> main) {
        onLoop(IoBackend.NIO, main);
        assertThat(errors).isEmpty();
    }

    /**
     * Posts bodies of all sizes, twice over the same connection and some at a time, to a server that tells their size.
     */
    private void posts(HttpVersion version, ThrowingAsyncCallable<Handler<HttpServerRequest>, RuntimeException> made) {
        onLoop(() -> {
            Served served = await(Served.by(version, await(made.call())));
            for (int size : SIZES) {
                for (int i = 0; i < 2; i++) {
                    assertThat(await(served.post("/", size))).isEqualTo(new Served.Answer(200, "read " + size));
                }
            }
            List<Coroutine<Served.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(served.post("/", 100_000 + i));
            }
            List<Served.Answer> answers = await(gather(calls));
            for (int i = 0; i < 20; i++) {
                assertThat(answers.get(i)).isEqualTo(new Served.Answer(200, "read " + (100_000 + i)));
            }
            return Coroutine.done();
        });
    }

    private void routes(HttpVersion version, ThrowingAsyncFunction<Router, Void, RuntimeException> made) {
        posts(version, () -> router(made));
    }

    @Async
    private Coroutine<Handler<HttpServerRequest>> router(ThrowingAsyncFunction<Router, Void, RuntimeException> made) {
        Router router = Router.router(VertxLoop.vertx());
        await(made.apply(router));
        return Coroutine.of(router);
    }

    private void http(HttpVersion version, ThrowingAsyncFunction<HttpServerRequest, Void, RuntimeException> handler) {
        posts(version, () -> Coroutine.of(AsyncHandlers.http(handler)));
    }

    @Async
    private static Coroutine<Void> waitAndGoOn(RoutingContext ctx) {
        await(sleep(5)); // asks who it is
        ctx.next();
        return Coroutine.done();
    }

    // ---- without a router ----------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void readAll(HttpVersion version) {
        http(version, BodyAfterAwaitTest::waitAndReadAll);
    }

    @Async
    private static Coroutine<Void> waitAndReadAll(HttpServerRequest request) {
        await(sleep(5));
        Buffer body = await(VertxStreams.readAll(request));
        await(awaitable(request.response().end("read " + body.length())));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void body(HttpVersion version) {
        http(version, BodyAfterAwaitTest::waitForTheBody);
    }

    @Async
    private static Coroutine<Void> waitForTheBody(HttpServerRequest request) {
        await(sleep(5));
        Buffer body = await(awaitable(request.body()));
        await(awaitable(request.response().end("read " + body.length())));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void handlers(HttpVersion version) {
        http(version, BodyAfterAwaitTest::waitAndListen);
    }

    @Async
    private static Coroutine<Void> waitAndListen(HttpServerRequest request) {
        await(sleep(5));
        answerTheSize(request);
        return Coroutine.done();
    }

    private static void answerTheSize(HttpServerRequest request) {
        int[] bytes = {0};
        request.handler(b -> bytes[0] += b.length());
        request.endHandler(v -> request.response().end("read " + bytes[0]));
    }

    /** What has handlers in the first step is not held. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void handlersAtOnce(HttpVersion version) {
        http(version, BodyAfterAwaitTest::listenAndWait);
    }

    @Async
    private static Coroutine<Void> listenAndWait(HttpServerRequest request) {
        Buffer body = await(awaitable(request.body()));
        await(sleep(5));
        await(awaitable(request.response().end("read " + body.length())));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void byARouterThatIsAskedLate(HttpVersion version) {
        posts(version, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.post("/").handler(BodyHandler.create(false));
            router.post("/")
                    .handler(ctx -> ctx.end("read " + Math.max(0, ctx.body().length())));
            return Coroutine.of(AsyncHandlers.http(request -> waitAndRoute(request, router)));
        });
    }

    @Async
    private static Coroutine<Void> waitAndRoute(HttpServerRequest request, Router router) {
        await(sleep(5));
        Promise<Void> answered = new Promise<>();
        request.response().bodyEndHandler(v -> answered.setResult(null));
        router.handle(request);
        await(answered);
        return Coroutine.done();
    }

    // ---- routes --------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void bodyHandler(HttpVersion version) {
        routes(version, router -> {
            router.post("/").handler(AsyncRoutes.handler(BodyAfterAwaitTest::waitAndGoOn));
            router.post("/").handler(AsyncRoutes.handler(BodyAfterAwaitTest::waitAndGoOn));
            router.post("/").handler(BodyHandler.create(false));
            router.post("/")
                    .handler(ctx -> ctx.end("read " + Math.max(0, ctx.body().length())));
            return Coroutine.done();
        });
    }

    /** Vert.x Web's handlers take the context that they are given for one of their own. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void bodyHandlerThatIsCalled(HttpVersion version) {
        routes(version, router -> {
            BodyHandler handler = BodyHandler.create(false);
            router.post("/").handler(AsyncRoutes.handler(ctx -> {
                await(sleep(5));
                AsyncEvent answered = new AsyncEvent();
                ctx.addEndHandler(v -> answered.set());
                handler.handle(ctx);
                await(answered.waitAsync());
                return Coroutine.done();
            }));
            router.post("/")
                    .handler(ctx -> ctx.end("read " + Math.max(0, ctx.body().length())));
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aPlainHandlerThatListens(HttpVersion version) {
        routes(version, router -> {
            router.post("/").handler(AsyncRoutes.handler(BodyAfterAwaitTest::waitAndGoOn));
            router.post("/").handler(ctx -> answerTheSize(ctx.request()));
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aPlainHandlerThatPauses(HttpVersion version) {
        routes(version, router -> {
            router.post("/").handler(AsyncRoutes.handler(BodyAfterAwaitTest::waitAndGoOn));
            router.post("/").handler(ctx -> {
                ctx.request().pause(); // as Vert.x Web's handlers do that wait
                ctx.vertx().setTimer(5, t -> {
                    answerTheSize(ctx.request());
                    ctx.request().resume();
                });
            });
            return Coroutine.done();
        });
    }

    /** The handler before goes on when it has called {@code next}. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aHandlerThatWaitsForTheRest(HttpVersion version) {
        routes(version, router -> {
            router.post("/").handler(AsyncRoutes.handler(ctx -> {
                await(sleep(5));
                AsyncEvent answered = new AsyncEvent();
                ctx.addEndHandler(v -> answered.set());
                ctx.next();
                await(answered.waitAsync());
                return Coroutine.done();
            }));
            router.post("/").respond(ctx -> ctx.request().body().map(b -> "read " + b.length()));
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void responding(HttpVersion version) {
        routes(version, router -> {
            router.post("/").handler(AsyncRoutes.handler(BodyAfterAwaitTest::waitAndGoOn));
            router.post("/").respond(AsyncRoutes.responding(BodyAfterAwaitTest::waitAndTell));
            return Coroutine.done();
        });
    }

    @Async
    private static Coroutine<String> waitAndTell(RoutingContext ctx) {
        await(sleep(5));
        return Coroutine.of("read " + await(VertxStreams.readAll(ctx.request())).length());
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void respondingWithTheBodyOfVertx(HttpVersion version) {
        routes(version, router -> {
            router.post("/").respond(AsyncRoutes.responding(ctx -> {
                await(sleep(5));
                return Coroutine.of(
                        "read " + await(awaitable(ctx.request().body())).length());
            }));
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aFailureHandlerThatReads(HttpVersion version) {
        routes(version, router -> {
            router.post("/").handler(AsyncRoutes.handler(ctx -> {
                await(sleep(5));
                throw new IllegalArgumentException("no");
            }));
            router.post("/").failureHandler(ctx -> answerTheSize(ctx.request()));
            return Coroutine.done();
        });
    }

    // ---- not read ------------------------------------------------------------------------------

    /** A connection goes on to the next request, whatever nobody has read of the one before. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whatIsNotReadFlowsAway(HttpVersion version) {
        onLoop(() -> {
            AsyncEvent never = new AsyncEvent();
            Served served = await(Served.by(version, AsyncHandlers.http(request -> {
                await(sleep(5));
                await(awaitable(request.response().end("enough")));
                await(never.waitAsync()); // the response is what counts
                return Coroutine.done();
            })));
            for (int i = 0; i < 5; i++) {
                assertThat(await(served.post("/", 2_000_000))).isEqualTo(new Served.Answer(200, "enough"));
            }
            never.set();
            return Coroutine.done();
        });
    }

    /** With {@code Expect}, the client sends when it is told that somebody reads. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void anExpectationIsMetWhenSomebodyReads(HttpVersion version) {
        onLoop(() -> {
            Served served = await(Served.by(version, AsyncHandlers.http(BodyAfterAwaitTest::waitAndReadAll)));
            var request = await(awaitable(served.client.request(HttpMethod.POST, "/")));
            request.putHeader("expect", "100-continue").putHeader("content-length", "5");
            request.continueHandler(v -> request.end("abcde"));
            var response = awaitable(request.response());
            await(awaitable(request.sendHead()));
            assertThat(await(VertxStreams.readAll(await(response))).toString()).isEqualTo("read 5");
            return Coroutine.done();
        });
    }

    // ---- WebSockets ----------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void aWebSocketAfterAnAwait(IoBackend backend) {
        onLoop(backend, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.get("/*").handler(AsyncRoutes.handler(BodyAfterAwaitTest::waitAndGoOn));
            router.get("/ours").handler(AsyncRoutes.webSocket(this::echo));
            router.get("/plain")
                    .handler(ctx ->
                            ctx.request().toWebSocket().onSuccess(s -> s.textMessageHandler(s::writeTextMessage)));
            Served routed = await(Served.by(HttpVersion.HTTP_1_1, router));
            assertThat(await(echoed(routed.port, "/ours"))).isEqualTo("hello");
            assertThat(await(echoed(routed.port, "/plain"))).isEqualTo("hello");
            Served plain = await(Served.by(HttpVersion.HTTP_1_1, AsyncHandlers.http(request -> {
                await(sleep(5));
                return echo(await(VertxWebSocket.accept(request)));
            })));
            assertThat(await(echoed(plain.port, "/"))).isEqualTo("hello");
            return Coroutine.done();
        });
        assertThat(errors).isEmpty();
    }

    @Async
    private Coroutine<Void> echo(VertxWebSocket socket) {
        for (WebSocketMessage m : socket) {
            await(socket.send(m.text()));
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<String> echoed(int port, String path) {
        var where =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path);
        var client = VertxLoop.vertx().createWebSocketClient();
        try (VertxWebSocket socket = await(VertxWebSocket.connect(client, where))) {
            await(socket.send("hello"));
            return Coroutine.of(await(socket.receive()).text());
        }
    }
}
