package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCallable;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.GeneratorExit;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 behind TLS, with each backend: many streams on one connection, of which each can end without the others. */
@Timeout(30)
class Http2Test {
    private static final int WINDOW = 65_535;

    private final OnLoop loop = new OnLoop();
    private final List<HttpConnection> accepted = new ArrayList<>();
    private Router router;
    private int port;
    private HttpClient client;

    /** A router, and in main a server and a client that know it. */
    private <T> T run(IoBackend backend, Runnable routes, AsyncCallable<T> main) {
        return loop.run(backend, () -> {
            router = Router.router(VertxLoop.vertx());
            routes.run();
            await(serve());
            T result = await(main.call());
            assertThat(accepted).as("one connection for all streams").hasSize(1);
            return Coroutine.of(result);
        });
    }

    @Async
    private Coroutine<Void> serve() {
        Vertx vertx = VertxLoop.vertx();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(KeyStoreFile.LOCALHOST.options()))
                .connectionHandler(accepted::add)
                .requestHandler(router);
        port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setSsl(true)
                .setUseAlpn(true)
                // or one stream that is not read would hold up all others
                .setHttp2ConnectionWindowSize(4 * WINDOW)
                .setTrustOptions(KeyStoreFile.LOCALHOST.options())
                .setDefaultPort(port)
                .setDefaultHost("127.0.0.1"));
        return Coroutine.done();
    }

    private Coroutine<HttpClientRequest> request(HttpMethod method, String path) {
        return awaitable(client.request(method, path)).asCoroutine();
    }

    @Async
    private Coroutine<String> get(String path) {
        HttpClientRequest request = await(request(HttpMethod.GET, path));
        HttpClientResponse response = await(awaitable(request.send()));
        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
        loop.assertHere();
        return Coroutine.of(await(VertxStreams.readAll(response)).toString());
    }

    // ---- answers -------------------------------------------------------------------------------

    private void hello() {
        router.get("/hello").handler(AsyncRoutes.handler(this::hello));
    }

    @Async
    private Coroutine<Void> hello(RoutingContext ctx) {
        loop.assertHere();
        await(sleep(1));
        loop.assertHere();
        assertThat(ctx.request().isSSL()).isTrue();
        ctx.end("Hello over " + ctx.request().version());
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void hello(IoBackend backend) {
        String answer = run(backend, this::hello, () -> get("/hello"));
        assertThat(answer).isEqualTo("Hello over HTTP_2");
        assertThat(loop.errors).isEmpty();
    }

    /** A client that is not Vert.x', with threads of its own. */
    @ParameterizedTest
    @EnumSource
    void helloToTheClientOfTheJdk(IoBackend backend) {
        HttpResponse<String> answer = run(backend, this::hello, () -> askWithTheJdk("https://localhost:" + port));
        assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        assertThat(answer.body()).isEqualTo("Hello over HTTP_2");
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private static Coroutine<HttpResponse<String>> askWithTheJdk(String server) {
        java.net.http.HttpClient jdk = java.net.http.HttpClient.newBuilder()
                .sslContext(KeyStoreFile.LOCALHOST.trusting())
                .build();
        HttpRequest hello =
                HttpRequest.newBuilder(URI.create(server + "/hello")).build();
        return Coroutine.of(await(jdk.sendAsync(hello, HttpResponse.BodyHandlers.ofString())));
    }

    /** Without TLS: the client asks by Upgrade, and Vert.x' server agrees by itself. */
    @ParameterizedTest
    @EnumSource
    void helloInClearText(IoBackend backend) {
        HttpResponse<String> answer = loop.run(backend, () -> {
            var server = VertxLoop.vertx().createHttpServer().requestHandler(AsyncHandlers.http(this::clearText));
            port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
            return askWithTheJdk("http://127.0.0.1:" + port);
        });
        assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        assertThat(answer.body()).isEqualTo("Hello over HTTP_2");
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private Coroutine<Void> clearText(HttpServerRequest request) {
        await(sleep(1));
        loop.assertHere();
        await(awaitable(request.response().end("Hello over " + request.version())));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void manyStreamsAtATime(IoBackend backend) {
        List<String> answers = run(backend, this::hello, () -> {
            List<Coroutine<String>> calls = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                calls.add(get("/hello"));
            }
            return Coroutine.of(await(gather(calls)));
        });
        assertThat(answers).hasSize(300).containsOnly("Hello over HTTP_2");
        assertThat(loop.errors).isEmpty();
    }

    // ---- streams -------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void streamsWhatAGeneratorEmits(IoBackend backend) {
        String answer = run(
                backend,
                () -> router.get("/lines").handler(AsyncRoutes.streaming(ctx -> lines(1000))),
                () -> get("/lines"));
        assertThat(answer.lines()).hasSize(1000).startsWith("line 0").endsWith("line 999");
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private AsyncGenerator<Buffer> lines(int n) {
        for (int i = 0; i < n; i++) {
            if (i % 100 == 0) {
                await(sleep(1));
                loop.assertHere();
            }
            emit(Buffer.buffer("line " + i + "\n"));
        }
        return AsyncGenerator.end();
    }

    /** Flow control is the stream's: others of the same connection go on. */
    @ParameterizedTest
    @EnumSource
    void aSlowReaderHoldsItsOwnGeneratorBackOnly(IoBackend backend) {
        int[] emitted = {0};
        run(
                backend,
                () -> {
                    hello();
                    router.get("/big").handler(AsyncRoutes.streaming(ctx -> blocks(emitted)));
                },
                () -> {
                    HttpClientRequest request = await(request(HttpMethod.GET, "/big"));
                    HttpClientResponse response = await(awaitable(request.send())); // is paused
                    int before;
                    do {
                        before = emitted[0];
                        await(sleep(50));
                    } while (emitted[0] != before);
                    assertThat(before).isBetween(1, 999);
                    assertThat(await(get("/hello"))).isEqualTo("Hello over HTTP_2");
                    assertThat(emitted[0]).isEqualTo(before);
                    assertThat(await(VertxStreams.readAll(response)).length()).isEqualTo(16_384_000);
                    assertThat(emitted[0]).isEqualTo(1000);
                    return Coroutine.done();
                });
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private static AsyncGenerator<Buffer> blocks(int[] emitted) {
        for (int i = 0; i < 1000; i++) {
            emitted[0]++;
            emit(Buffer.buffer(new byte[16_384]));
        }
        return AsyncGenerator.end();
    }

    /** The stream is broken off with an error, the connection goes on. */
    @ParameterizedTest
    @EnumSource
    void aGeneratorThatFailsResetsItsStream(IoBackend backend) {
        Throwable e = run(
                backend,
                () -> {
                    hello();
                    router.get("/").handler(AsyncRoutes.streaming(ctx -> failing()));
                },
                () -> {
                    Throwable failure = await(VertxFuturesTest.failureOf(get("/")));
                    assertThat(await(get("/hello"))).isEqualTo("Hello over HTTP_2");
                    return Coroutine.of(failure);
                });
        assertThat(e).isInstanceOfSatisfying(StreamResetException.class, reset -> assertThat(reset.getCode())
                .isEqualTo(Requests.INTERNAL_ERROR));
        assertThat(loop.errors).hasSize(1);
        assertThat(loop.errors.get(0).exception()).hasMessage("broken");
    }

    @Async
    private static AsyncGenerator<Buffer> failing() {
        emit(Buffer.buffer("begin"));
        await(sleep(20));
        throw new IllegalStateException("broken");
    }

    /** A task that somebody cancels after its response has begun says so. */
    @ParameterizedTest
    @EnumSource
    void aTaskThatIsCancelledResetsItsStream(IoBackend backend) {
        List<Throwable> failures = run(
                backend,
                () -> {
                    hello();
                    var plain = AsyncHandlers.http(r -> beginsAndIsCancelled(r.response()));
                    router.get("/plain").handler(ctx -> plain.handle(ctx.request()));
                    router.get("/route").handler(AsyncRoutes.handler(ctx -> beginsAndIsCancelled(ctx.response())));
                },
                () -> {
                    Throwable plain = await(VertxFuturesTest.failureOf(get("/plain")));
                    Throwable route = await(VertxFuturesTest.failureOf(get("/route")));
                    assertThat(await(get("/hello"))).isEqualTo("Hello over HTTP_2");
                    return Coroutine.of(List.of(plain, route));
                });
        assertThat(failures).allSatisfy(e -> assertThat(e)
                .isInstanceOfSatisfying(StreamResetException.class, reset -> assertThat(reset.getCode())
                        .isEqualTo(Requests.CANCEL)));
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private static Coroutine<Void> beginsAndIsCancelled(HttpServerResponse response) {
        response.setChunked(true);
        await(awaitable(response.write("begin")));
        Asyncio.currentTask().cancel();
        await(sleep(1_000_000));
        return Coroutine.done();
    }

    // ---- the client resets its stream ----------------------------------------------------------

    private final List<String> trail = new ArrayList<>();
    private AsyncEvent begun;
    private Promise<String> ended;

    /** Waits, and cleans up when it is cancelled, which takes an await as well. */
    @Async
    private Coroutine<Void> waits() {
        try {
            begun.set();
            await(sleep(1_000_000));
        } catch (CancelledError e) {
            loop.assertHere();
            trail.add(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            await(sleep(1));
            trail.add("cleaned up");
            ended.setResult("done");
        }
        return Coroutine.done();
    }

    /**
     * Sends a request, and resets its stream when the handler waits; another stream of the connection, whose handler
     * waits too, is not touched.
     */
    @Async
    private Coroutine<Void> resets(String path) {
        begun = new AsyncEvent();
        ended = new Promise<>();
        Task<String> other = createTask(get("/other"));
        HttpClientRequest request = await(request(HttpMethod.GET, path));
        Task<Throwable> sending = createTask(VertxFuturesTest.failureOf(awaitable(request.send())));
        await(begun.waitAsync());
        assertThat(request.reset(Requests.CANCEL).succeeded()).isTrue();
        await(ended);
        assertThat(await(sending)).isInstanceOf(StreamResetException.class);
        assertThat(await(get("/hello"))).isEqualTo("Hello over HTTP_2");
        assertThat(other.isDone()).isFalse();
        release.set();
        assertThat(await(other)).isEqualTo("other");
        return Coroutine.done();
    }

    private AsyncEvent release;

    private void other() {
        hello();
        release = new AsyncEvent();
        router.get("/other").handler(AsyncRoutes.handler(ctx -> {
            await(release.waitAsync());
            ctx.end("other");
            return Coroutine.done();
        }));
    }

    private void assertCancelled() {
        assertThat(trail).containsExactly(Requests.GONE, "cleaned up");
        assertThat(loop.errors).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aResetCancelsTheTaskOfARoute(IoBackend backend) {
        run(
                backend,
                () -> {
                    other();
                    router.get("/").handler(AsyncRoutes.handler(ctx -> waits()));
                },
                () -> resets("/"));
        assertCancelled();
    }

    @ParameterizedTest
    @EnumSource
    void aResetCancelsTheTaskThatResponds(IoBackend backend) {
        run(
                backend,
                () -> {
                    other();
                    router.get("/").respond(AsyncRoutes.responding(ctx -> waits()));
                },
                () -> resets("/"));
        assertCancelled();
    }

    @ParameterizedTest
    @EnumSource
    void aResetCancelsTheTaskOfAHandler(IoBackend backend) {
        run(
                backend,
                () -> {
                    other();
                    var handler = AsyncHandlers.http(request -> waits());
                    router.get("/").handler(ctx -> handler.handle(ctx.request()));
                },
                () -> resets("/"));
        assertCancelled();
    }

    /** The second handler of a request waits, the first one is done. */
    @ParameterizedTest
    @EnumSource
    void aResetCancelsTheTaskOfALaterHandler(IoBackend backend) {
        run(
                backend,
                () -> {
                    other();
                    router.get("/")
                            .handler(AsyncRoutes.handler(ctx -> {
                                await(sleep(1));
                                ctx.next();
                                return Coroutine.done();
                            }))
                            .handler(AsyncRoutes.handler(ctx -> waits()));
                },
                () -> resets("/"));
        assertCancelled();
    }

    /** The response has begun: the reset comes between two chunks, or while one waits for room. */
    @ParameterizedTest
    @EnumSource
    void aResetClosesTheGenerator(IoBackend backend) {
        for (boolean flooding : new boolean[] {false, true}) {
            Object end = run(
                    backend,
                    () -> {
                        accepted.clear();
                        other();
                        ended = new Promise<>();
                        router.get("/").handler(AsyncRoutes.streaming(ctx -> endless(flooding)));
                    },
                    () -> {
                        HttpClientRequest request = await(request(HttpMethod.GET, "/"));
                        HttpClientResponse response = await(awaitable(request.send()));
                        await(sleep(20));
                        request.reset(Requests.CANCEL);
                        String how = await(ended);
                        assertThat(await(get("/hello"))).isEqualTo("Hello over HTTP_2");
                        response.resume();
                        return Coroutine.of(how);
                    });
            assertThat(end).isEqualTo("closed");
        }
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private AsyncGenerator<Buffer> endless(boolean flooding) {
        try {
            for (; ; ) {
                emit(Buffer.buffer(new byte[1000]));
                if (!flooding) {
                    await(sleep(1));
                }
            }
        } catch (CancelledError | GeneratorExit e) {
            loop.assertHere();
            ended.setResult("closed");
            throw e;
        }
    }

    /** A task that reads a body is told by its iteration, before or with its cancellation. */
    @ParameterizedTest
    @EnumSource
    void aResetInTheMiddleOfABodyReachesWhoReadsIt(IoBackend backend) {
        run(
                backend,
                () -> {
                    other();
                    begun = new AsyncEvent();
                    ended = new Promise<>();
                    router.post("/").handler(AsyncRoutes.handler(ctx -> reads(ctx.request())));
                },
                () -> {
                    HttpClientRequest request = await(request(HttpMethod.POST, "/"));
                    request.setChunked(true);
                    await(awaitable(request.write(Buffer.buffer("first"))));
                    await(begun.waitAsync());
                    request.reset(Requests.CANCEL);
                    assertThat(await(ended)).isEqualTo("done");
                    return get("/hello");
                });
        assertThat(trail).hasSize(2).startsWith("first");
        assertThat(trail.get(1)).containsAnyOf("StreamReset", Requests.GONE);
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private Coroutine<Void> reads(HttpServerRequest request) {
        try (var chunks = VertxStreams.items(request)) {
            for (Buffer chunk : chunks) {
                trail.add(chunk.toString());
                begun.set();
            }
            trail.add("end");
        } catch (Throwable e) {
            trail.add(e.toString());
            throw e;
        } finally {
            ended.setResult("done");
        }
        return Coroutine.done();
    }

    /** The last of the response is written: the task has the right to end in peace. */
    @ParameterizedTest
    @EnumSource
    void noneIsCancelledByAResetAfterItsResponse(IoBackend backend) {
        run(
                backend,
                () -> {
                    other();
                    ended = new Promise<>();
                    begun = new AsyncEvent();
                    router.get("/").handler(AsyncRoutes.handler(ctx -> {
                        ctx.end("done");
                        await(begun.waitAsync());
                        ended.setResult("in peace");
                        return Coroutine.done();
                    }));
                },
                () -> {
                    HttpClientRequest request = await(request(HttpMethod.GET, "/"));
                    HttpClientResponse response = await(awaitable(request.send()));
                    request.reset(Requests.CANCEL);
                    assertThat(await(get("/hello"))).isEqualTo("Hello over HTTP_2");
                    begun.set();
                    assertThat(await(ended)).isEqualTo("in peace");
                    response.resume();
                    return Coroutine.done();
                });
        assertThat(loop.errors).isEmpty();
    }

    /** The whole connection is lost: the tasks of all its streams are cancelled. */
    @ParameterizedTest
    @EnumSource
    void aLostConnectionCancelsTheTasksOfAllStreams(IoBackend backend) {
        int[] waiting = {0};
        int[] cancelled = {0};
        loop.run(backend, () -> {
            router = Router.router(VertxLoop.vertx());
            hello();
            router.get("/").handler(AsyncRoutes.handler(ctx -> {
                try {
                    waiting[0]++;
                    await(sleep(1_000_000));
                } catch (CancelledError e) {
                    cancelled[0]++;
                    throw e;
                }
                return Coroutine.done();
            }));
            await(serve());
            List<Task<Throwable>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(createTask(VertxFuturesTest.failureOf(get("/"))));
            }
            while (waiting[0] < 20) {
                await(sleep(1));
            }
            HttpClientRequest request = await(request(HttpMethod.GET, "/hello"));
            await(awaitable(request.connection().close()));
            while (cancelled[0] < 20) {
                await(sleep(1));
            }
            assertThat(await(gather(calls))).doesNotContainNull();
            assertThat(await(get("/hello"))).isEqualTo("Hello over HTTP_2");
            return Coroutine.done();
        });
        assertThat(accepted).hasSize(2);
        assertThat(loop.errors).isEmpty();
    }
}
