package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.GeneratorExit;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
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
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers and clients of Vert.x, all on the loop's thread, with each backend. */
@Timeout(30)
class HttpTest extends LoopsThread {
    private static final ContextVar<String> USER = ContextVar.of("user", "nobody");

    private int port;
    private HttpClient client;

    private <T, X extends Exception> T onLoop(IoBackend backend, ThrowingAsyncFunction<Router, T, X> main) throws X {
        return onLoop(backend, () -> main.apply(Router.router(VertxLoop.vertx())));
    }

    @Async
    private Coroutine<Void> serve(Handler<HttpServerRequest> handler) {
        Vertx vertx = VertxLoop.vertx();
        HttpServer server = vertx.createHttpServer().requestHandler(handler);
        port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultPort(port).setDefaultHost("127.0.0.1"),
                new PoolOptions().setHttp1MaxSize(50));
        return Coroutine.done();
    }

    record Answer(int status, String body) {}

    @Async
    private Coroutine<Answer> call(HttpMethod method, String path, String body) {
        HttpClientRequest request = await(awaitable(client.request(method, path)));
        HttpClientResponse response = await(awaitable(request.send(body)));
        Buffer answer = await(VertxStreams.readAll(response));
        assertOnLoop();
        return Coroutine.of(new Answer(response.statusCode(), answer.toString()));
    }

    private Coroutine<Answer> get(String path) {
        return call(HttpMethod.GET, path, "");
    }

    // ---- answers -------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void hello(IoBackend backend) {
        Answer answer = onLoop(backend, router -> {
            router.get("/hello/:name").handler(AsyncRoutes.handler(ctx -> {
                assertOnLoop();
                await(sleep(1));
                assertOnLoop();
                ctx.end("Hello " + ctx.pathParam("name"));
                return Coroutine.done();
            }));
            await(serve(router));
            return get("/hello/Ada");
        });
        assertThat(answer).isEqualTo(new Answer(200, "Hello Ada"));
    }

    @ParameterizedTest
    @EnumSource
    void helloWithoutARouter(IoBackend backend) {
        Answer answer = onLoop(backend, router -> {
            await(serve(AsyncHandlers.http(this::answer)));
            return call(HttpMethod.POST, "/", "abc");
        });
        assertThat(answer).isEqualTo(new Answer(200, "3 bytes"));
    }

    @Async
    private Coroutine<Void> answer(HttpServerRequest request) {
        int n = 0;
        try (var chunks = VertxStreams.items(request)) {
            for (Buffer chunk : chunks) {
                assertOnLoop();
                n += chunk.length();
            }
        }
        await(awaitable(request.response().end(n + " bytes")));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void jsonEcho(IoBackend backend) {
        Answer answer = onLoop(backend, router -> {
            router.route().handler(BodyHandler.create(false));
            router.post("/echo").respond(AsyncRoutes.responding(this::echo));
            await(serve(router));
            return call(HttpMethod.POST, "/echo", "{\"a\":1}");
        });
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject().put("you", new JsonObject().put("a", 1)));
    }

    @Async
    private Coroutine<JsonObject> echo(RoutingContext ctx) {
        await(sleep(1));
        assertOnLoop();
        return Coroutine.of(new JsonObject().put("you", ctx.body().asJsonObject()));
    }

    @ParameterizedTest
    @EnumSource
    void streamsWhatAGeneratorEmits(IoBackend backend) {
        Answer answer = onLoop(backend, router -> {
            router.get("/lines").handler(AsyncRoutes.streaming(ctx -> lines(1000)));
            await(serve(router));
            return get("/lines");
        });
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().lines()).hasSize(1000).startsWith("line 0").endsWith("line 999");
    }

    @Async
    private AsyncGenerator<Buffer> lines(int n) {
        for (int i = 0; i < n; i++) {
            if (i % 100 == 0) {
                await(sleep(1));
                assertOnLoop();
            }
            emit(Buffer.buffer("line " + i + "\n"));
        }
        return AsyncGenerator.end();
    }

    /** The client stops reading: no more is made than fits between the two. */
    @ParameterizedTest
    @EnumSource
    void aSlowClientHoldsTheGeneratorBack(IoBackend backend) {
        onLoop(backend, router -> {
            int[] emitted = {0};
            router.get("/big").handler(AsyncRoutes.streaming(ctx -> blocks(emitted)));
            await(serve(router));
            HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, "/big")));
            HttpClientResponse response = await(awaitable(request.send())); // is paused
            int before;
            do {
                before = emitted[0];
                await(sleep(50));
            } while (emitted[0] != before);
            assertThat(before).isBetween(1, 999);
            assertThat(await(VertxStreams.readAll(response)).length()).isEqualTo(65_536_000);
            assertThat(emitted[0]).isEqualTo(1000);
            return Coroutine.done();
        });
    }

    @Async
    private AsyncGenerator<Buffer> blocks(int[] emitted) {
        for (int i = 0; i < 1000; i++) {
            emitted[0]++;
            emit(Buffer.buffer(new byte[65_536]));
        }
        return AsyncGenerator.end();
    }

    @ParameterizedTest
    @EnumSource
    void aThousandRequestsAtATime(IoBackend backend) {
        List<Answer> answers = onLoop(backend, router -> {
            router.get("/n/:n").handler(AsyncRoutes.handler(ctx -> {
                int n = Integer.parseInt(ctx.pathParam("n"));
                await(sleep(n % 7));
                assertOnLoop();
                ctx.end("n" + n);
                return Coroutine.done();
            }));
            await(serve(router));
            List<Coroutine<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                calls.add(get("/n/" + i));
            }
            return Coroutine.of(await(gather(calls)));
        });
        for (int i = 0; i < 1000; i++) {
            assertThat(answers.get(i)).isEqualTo(new Answer(200, "n" + i));
        }
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachRequestHasItsContextAndItsHandlersShareIt(IoBackend backend) {
        List<Answer> answers = onLoop(backend, router -> {
            USER.set("server");
            router.route().handler(AsyncRoutes.handler(this::login));
            router.get("/a").respond(AsyncRoutes.responding(ctx -> whoAmI()));
            router.get("/b").respond(AsyncRoutes.responding(ctx -> whoAmI()));
            await(serve(router));
            USER.set("client");
            List<Answer> found = await(gather(get("/a?user=ada"), get("/b"), get("/b?user=bob")));
            assertThat(USER.get()).isEqualTo("client");
            return Coroutine.of(found);
        });
        assertThat(answers).extracting(Answer::body).containsExactly("ada", "server", "bob");
    }

    @Async
    private Coroutine<Void> login(RoutingContext ctx) {
        await(sleep(1));
        if (ctx.queryParam("user").size() == 1) {
            USER.set(ctx.queryParam("user").get(0));
        }
        await(sleep(1));
        ctx.next();
        return Coroutine.done();
    }

    @Async
    private static Coroutine<String> whoAmI() {
        await(sleep(5));
        return Coroutine.of(USER.get());
    }

    // ---- failures ------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void anExceptionIsStatus500(IoBackend backend) {
        List<Answer> answers = onLoop(backend, router -> {
            router.get("/early").handler(AsyncRoutes.handler(ctx -> fail("early", 0)));
            router.get("/late").handler(AsyncRoutes.handler(ctx -> fail("late", 1)));
            router.get("/value").respond(AsyncRoutes.responding(ctx -> fail("value", 1)));
            router.route()
                    .failureHandler(ctx ->
                            ctx.response().setStatusCode(500).end(ctx.failure().toString()));
            await(serve(router));
            return gather(get("/early"), get("/late"), get("/value")).asCoroutine();
        });
        assertThat(answers)
                .containsExactly(
                        new Answer(500, "java.io.IOException: early"),
                        new Answer(500, "java.io.IOException: late"),
                        new Answer(500, "java.io.IOException: value"));
    }

    @Async
    private static Coroutine<Void> fail(String message, int millis) throws IOException {
        if (millis > 0) {
            await(sleep(millis));
        }
        throw new IOException(message);
    }

    @ParameterizedTest
    @EnumSource
    void andIsToldWithoutARouter(IoBackend backend) {
        Answer answer = onLoop(backend, router -> {
            await(serve(AsyncHandlers.http(request -> fail("broken", 1))));
            return get("/");
        });
        assertThat(answer).isEqualTo(new Answer(500, "Internal Server Error"));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).exception()).isInstanceOf(IOException.class).hasMessage("broken");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatFailsIsBrokenOff(IoBackend backend) {
        Throwable e = onLoop(backend, router -> {
            router.get("/").handler(AsyncRoutes.streaming(ctx -> failing()));
            await(serve(router));
            return VertxFuturesTest.failureOf(get("/"));
        });
        assertThat(e).isInstanceOf(io.vertx.core.http.HttpClosedException.class);
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).exception()).hasMessage("broken");
    }

    @Async
    private static AsyncGenerator<Buffer> failing() {
        emit(Buffer.buffer("begin"));
        await(sleep(20));
        throw new IllegalStateException("broken");
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatIsCancelledOtherwiseIsStatus503(IoBackend backend) {
        Answer answer = onLoop(backend, router -> {
            router.get("/").handler(AsyncRoutes.handler(ctx -> {
                Asyncio.currentTask().cancel();
                return sleep(1000);
            }));
            await(serve(router));
            return get("/");
        });
        assertThat(answer.status()).isEqualTo(503);
    }

    // ---- the client goes away ------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void cancelsTheTaskOfARoute(IoBackend backend) {
        clientLeaves(backend, (router, call) -> {
            router.get("/").handler(AsyncRoutes.handler(ctx -> call.waits()));
            return router;
        });
    }

    @ParameterizedTest
    @EnumSource
    void cancelsTheTaskOfAHandler(IoBackend backend) {
        clientLeaves(backend, (router, call) -> AsyncHandlers.http(request -> call.waits()));
    }

    @ParameterizedTest
    @EnumSource
    void cancelsTheTaskThatResponds(IoBackend backend) {
        clientLeaves(backend, (router, call) -> {
            router.get("/").respond(AsyncRoutes.responding(ctx -> call.waits()));
            return router;
        });
    }

    /** Serves one call that waits, until the client goes away. */
    private void clientLeaves(IoBackend backend, BiFunction<Router, WaitingCall, Handler<HttpServerRequest>> server) {
        onLoop(backend, router -> {
            WaitingCall call = new WaitingCall();
            await(serve(server.apply(router, call)));
            await(callAndLeave(call.begun));
            assertThat(await(call.ended)).isEqualTo(Requests.GONE);
            return Coroutine.done();
        });
        assertThat(errors).isEmpty();
    }

    private final class WaitingCall {
        final AsyncEvent begun = new AsyncEvent();
        final Promise<String> ended = new Promise<>();

        @Async
        Coroutine<Void> waits() {
            try {
                begun.set();
                await(sleep(1_000_000));
            } catch (CancelledError e) {
                assertOnLoop();
                ended.setResult(e.getMessage());
                throw e;
            }
            return Coroutine.done();
        }
    }

    /** Calls, and breaks the connection when the handler has begun. */
    @Async
    private Coroutine<Void> callAndLeave(AsyncEvent begun) {
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, "/")));
        Task<?> sending = createTask(VertxFuturesTest.failureOf(awaitable(request.send())));
        await(begun.waitAsync());
        await(awaitable(request.connection().close()));
        await(sending);
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void closesTheGenerator(IoBackend backend) {
        onLoop(backend, router -> {
            Promise<Object> ended = new Promise<>();
            router.get("/").handler(AsyncRoutes.streaming(ctx -> endless(ended)));
            await(serve(router));
            HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, "/")));
            HttpClientResponse response = await(awaitable(request.send()));
            try (var chunks = VertxStreams.items(response)) {
                for (Buffer first : chunks) {
                    assertThat(first.toString()).startsWith("tick");
                    break;
                }
            }
            await(awaitable(request.connection().close()));
            assertThat(await(ended)).isInstanceOf(Error.class);
            return Coroutine.done();
        });
        assertThat(errors).isEmpty();
    }

    @Async
    private static AsyncGenerator<Buffer> endless(Promise<Object> ended) {
        try {
            for (; ; ) {
                emit(Buffer.buffer("tick"));
                await(sleep(1));
            }
        } catch (CancelledError | GeneratorExit e) {
            ended.setResult(e);
            throw e;
        }
    }

    @ParameterizedTest
    @EnumSource
    void noneIsCancelledAfterItsResponse(IoBackend backend) {
        onLoop(backend, router -> {
            Promise<String> after = new Promise<>();
            router.get("/").handler(AsyncRoutes.handler(ctx -> {
                await(awaitable(ctx.end("done")));
                await(sleep(30));
                after.setResult("cleaned up");
                return Coroutine.done();
            }));
            await(serve(router));
            HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, "/")));
            HttpClientResponse response = await(awaitable(request.send()));
            assertThat(await(VertxStreams.readAll(response)).toString()).isEqualTo("done");
            await(awaitable(request.connection().close()));
            assertThat(await(after)).isEqualTo("cleaned up");
            return Coroutine.done();
        });
    }

    /** What is not read of a body does not stop the connection. */
    @ParameterizedTest
    @EnumSource
    void aBodyThatIsNotReadFlowsAway(IoBackend backend) {
        Answer answer = onLoop(backend, router -> {
            await(serve(AsyncHandlers.http(this::readOne)));
            await(call(HttpMethod.POST, "/", "x".repeat(1_000_000)));
            return call(HttpMethod.POST, "/", "x".repeat(1_000_000));
        });
        assertThat(answer).isEqualTo(new Answer(200, "enough"));
    }

    @Async
    private Coroutine<Void> readOne(HttpServerRequest request) {
        try (var chunks = VertxStreams.items(request, 1)) {
            for (Buffer chunk : chunks) {
                break;
            }
        }
        await(awaitable(request.response().end("enough")));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void tasksAreCancelledWithTheLoop(IoBackend backend) {
        WaitingCall left = onLoop(backend, router -> {
            WaitingCall call = new WaitingCall();
            router.get("/").handler(AsyncRoutes.handler(ctx -> call.waits()));
            await(serve(router));
            createTask(VertxFuturesTest.failureOf(get("/")));
            await(call.begun.waitAsync());
            return Coroutine.of(call);
        });
        assertThat(left.ended.isDone()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerIsRefusedOnAnotherThread(IoBackend backend) {
        String answer = onLoop(backend, router -> {
            Requests requests = new Requests();
            return Asyncio.toThread(() -> {
                try {
                    requests.start(sleep(1), requests.newContext());
                    return "started";
                } catch (IllegalStateException e) {
                    return e.getMessage();
                }
            });
        });
        assertThat(answer).contains(loopsThread.getName(), "VertxLoop.vertx()");
    }
}
