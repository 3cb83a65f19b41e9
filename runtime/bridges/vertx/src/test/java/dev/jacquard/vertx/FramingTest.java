package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where responses end on the wire. Every request ends, whatever its handler does. */
@Timeout(8)
class FramingTest extends LoopsThread {
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final List<String> steps = new ArrayList<>();

    @Async
    private AsyncGenerator<Buffer> two() {
        try {
            emit(Buffer.buffer("12345"));
            await(sleep(1));
            emit(Buffer.buffer("67890"));
            steps.add("all");
        } finally {
            steps.add("closed");
        }
        return AsyncGenerator.end();
    }

    /** What comes back on a connection for a text, until the server closes it. */
    private String raw(String text, ThrowingAsyncFunction<Router, Void, RuntimeException> made) {
        return onLoop(IoBackend.NIO, () -> {
            Router router = Router.router(VertxLoop.vertx());
            await(made.apply(router));
            router.get("/next").handler(ctx -> ctx.end("the next"));
            Served served = await(Served.by(HttpVersion.HTTP_1_1, router));
            return toThread(() -> rawOf(served.port, text)).asCoroutine();
        });
    }

    private static String rawOf(int port, String text) throws Exception {
        try (RawClient client = new RawClient(port)) {
            return client.send(text).readToEnd();
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String request(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    // ---- lengths -------------------------------------------------------------------------------

    private String streamed(String length) {
        return raw(get("/len") + NEXT, router -> {
            router.get("/len").handler(AsyncRoutes.streaming(ctx -> {
                ctx.response().putHeader("content-length", length);
                return two();
            }));
            return Coroutine.done();
        });
    }

    @Test
    void aStreamOfTheLengthThatWasPromised() {
        assertThat(streamed("10")).contains("\r\n\r\n1234567890HTTP/1.1 200").endsWith("the next");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "20"})
    void ofAnotherIsBrokenOff(String length) {
        assertThat(streamed(length)).contains("content-length: " + length).doesNotContain("the next");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).exception()).hasMessageContaining("Content-Length of " + length);
    }

    /** Before anything is written there is a better answer. */
    @ParameterizedTest
    @ValueSource(strings = {"3", "many", "-1"})
    void orRefusedIfThatIsKnownAtOnce(String length) {
        assertThat(streamed(length)).startsWith("HTTP/1.1 500").endsWith("the next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "20"})
    void aStreamOfAnotherLengthIsReset(String length) {
        Throwable e = onLoop(IoBackend.NIO, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.get("/len").handler(AsyncRoutes.streaming(ctx -> {
                ctx.response().putHeader("content-length", length);
                return two();
            }));
            Served served = await(Served.by(HttpVersion.HTTP_2, router));
            return VertxFuturesTest.failureOf(served.get("/len"));
        });
        assertThat(e).hasMessageContaining("Stream reset");
        assertThat(errors).hasSize(1);
    }

    /** Written by hand it can only be seen when it is done. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "20"})
    void aWrongLengthClosesTheConnection(String length) {
        String answer = raw(get("/len"), router -> {
            router.get("/len").handler(AsyncRoutes.handler(ctx -> {
                await(sleep(1));
                ctx.response().putHeader("content-length", length);
                ctx.end("1234567890");
                return Coroutine.done();
            }));
            return Coroutine.done();
        });
        assertThat(answer).contains("content-length: " + length).contains("1234567");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).message()).contains("GET /len").contains(length);
    }

    // ---- no body -------------------------------------------------------------------------------

    @Test
    void headOfAStream() {
        String answer = raw(request("HEAD", "/s") + NEXT, router -> {
            router.route("/s").handler(AsyncRoutes.streaming(ctx -> two()));
            return Coroutine.done();
        });
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("\r\n\r\nHTTP/1.1 200")
                .endsWith("the next");
        assertThat(steps).doesNotContain("all");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aStatusWithoutABody(int status) {
        String answer = raw(get("/s") + get("/r") + NEXT, router -> {
            router.route("/s").handler(AsyncRoutes.streaming(ctx -> {
                ctx.response().setStatusCode(status);
                return two();
            }));
            router.route("/r").respond(AsyncRoutes.responding(ctx -> {
                await(sleep(1));
                ctx.response().setStatusCode(status);
                return Coroutine.of("a body");
            }));
            return Coroutine.done();
        });
        assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("chunked", "a body", "12345");
        assertThat(answer.split("HTTP/1.1 " + status, -1)).hasSize(3);
        assertThat(answer).endsWith("the next");
        assertThat(errors).isEmpty();
    }

    record Head(int status, String length, String type, int bytes) {}

    @Async
    private static Coroutine<Head> head(Served served, HttpMethod method, String path) {
        HttpClientRequest request = await(awaitable(served.client.request(method, path)));
        HttpClientResponse response = await(awaitable(request.send()));
        int bytes = await(VertxStreams.readAll(response)).length();
        return Coroutine.of(new Head(
                response.statusCode(),
                response.getHeader("content-length"),
                response.getHeader("content-type"),
                bytes));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void headSaysWhatGetWould(HttpVersion version) {
        onLoop(IoBackend.NIO, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.route("/s").handler(AsyncRoutes.streaming(ctx -> two()));
            router.route("/r").respond(AsyncRoutes.responding(ctx -> text()));
            router.route("/204").respond(AsyncRoutes.responding(ctx -> noContent(ctx)));
            router.route("/500").handler(AsyncRoutes.handler(ctx -> fails()));
            Served served = await(Served.by(version, router));
            assertThat(await(head(served, HttpMethod.HEAD, "/s"))).isEqualTo(new Head(200, null, null, 0));
            assertThat(await(head(served, HttpMethod.HEAD, "/r"))).isEqualTo(new Head(200, "6", "text/html", 0));
            assertThat(await(head(served, HttpMethod.GET, "/r"))).isEqualTo(new Head(200, "6", "text/html", 6));
            assertThat(await(head(served, HttpMethod.GET, "/204")).bytes()).isZero();
            Served plain = await(Served.by(version, AsyncHandlers.http(request -> fails())));
            assertThat(await(head(plain, HttpMethod.HEAD, "/")).status()).isEqualTo(500);
            return Coroutine.done();
        });
    }

    @Async
    private static Coroutine<String> text() {
        await(sleep(1));
        return Coroutine.of("a body");
    }

    @Async
    private static Coroutine<String> noContent(RoutingContext ctx) {
        await(sleep(1));
        ctx.response().setStatusCode(204);
        return Coroutine.of("a body");
    }

    @Async
    private static Coroutine<Void> fails() {
        await(sleep(1));
        throw new IllegalStateException("broken");
    }

    // ---- HTTP/1.0 ------------------------------------------------------------------------------

    @Test
    void theEndOfAStreamIsSeenByHttp10() {
        String answer = raw("GET /s HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", router -> {
            router.get("/s").handler(AsyncRoutes.streaming(ctx -> two()));
            return Coroutine.done();
        });
        assertThat(answer).endsWith("\r\n\r\n1234567890").doesNotContain("chunked", "keep-alive");
        assertThat(answer).contains("connection: close");
    }

    @Test
    void alsoOfOneThatIsWrittenByHand() {
        String answer = raw("GET /s HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", router -> {
            router.get("/s").handler(AsyncRoutes.handler(ctx -> {
                ctx.response().setChunked(true).write("12345");
                await(sleep(1));
                ctx.response().end("67890");
                return Coroutine.done();
            }));
            return Coroutine.done();
        });
        assertThat(answer).endsWith("\r\n\r\n1234567890");
    }

    @Test
    void aLengthKeepsItsConnection() {
        String ten = "GET /s HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        String answer = raw(ten + ten + "GET /next HTTP/1.0\r\n\r\n", router -> {
            router.get("/s").handler(AsyncRoutes.streaming(ctx -> {
                ctx.response().putHeader("content-length", "10");
                return two();
            }));
            return Coroutine.done();
        });
        assertThat(answer.split("1234567890", -1)).hasSize(3);
        assertThat(answer).endsWith("the next");
    }

    // ---- every request ends --------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aHandlerWithoutAResponse(HttpVersion version) {
        Served.Answer answer = onLoop(IoBackend.NIO, () -> {
            Served served = await(Served.by(version, AsyncHandlers.http(request -> {
                await(sleep(1));
                return Coroutine.done();
            })));
            return served.get("/x");
        });
        assertThat(answer).isEqualTo(new Served.Answer(500, "Internal Server Error"));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).exception()).hasMessageContaining("GET /x has ended without a response");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aRouteWithoutAResponse(HttpVersion version) {
        Served.Answer answer = onLoop(IoBackend.NIO, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.get("/x").handler(AsyncRoutes.handler(ctx -> {
                await(sleep(1));
                return Coroutine.done();
            }));
            router.get("/x").failureHandler(ctx -> ctx.response()
                    .setStatusCode(ctx.statusCode())
                    .end(ctx.failure().getMessage()));
            Served served = await(Served.by(version, router));
            return served.get("/x");
        });
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("GET /x has ended without a response", "next()");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aResponseThatIsLeftUnfinished(HttpVersion version) {
        Throwable e = onLoop(IoBackend.NIO, () -> {
            Served served = await(Served.by(version, AsyncHandlers.http(request -> {
                request.response().setChunked(true).write("half");
                await(sleep(1));
                return Coroutine.done();
            })));
            return VertxFuturesTest.failureOf(served.get("/x"));
        });
        assertThat(ClientGone.tells(e)).isTrue();
        assertThat(errors).hasSize(1);
    }

    /** A cookie is looked at when the head is written; then Vert.x takes the response for ended. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aHeadThatCannotBeWritten(HttpVersion version) {
        onLoop(IoBackend.NIO, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.get("/x").handler(AsyncRoutes.handler(ctx -> {
                await(sleep(1));
                ctx.response().addCookie(Cookie.cookie("a", "b\r\nc"));
                return awaitable(ctx.end("never")).asCoroutine();
            }));
            router.get("/r").respond(AsyncRoutes.responding(ctx -> {
                await(sleep(1));
                ctx.response().addCookie(Cookie.cookie("a", "b\r\nc"));
                return Coroutine.of("never");
            }));
            router.get("/f").handler(AsyncRoutes.handler(ctx -> {
                await(sleep(1));
                ctx.response().addCookie(Cookie.cookie("a", "b\r\nc"));
                throw new IllegalStateException("broken");
            }));
            Served routed = await(Served.by(version, router));
            for (String path : List.of("/x", "/r", "/f")) {
                Throwable e = await(VertxFuturesTest.failureOf(routed.get(path)));
                assertThat(ClientGone.tells(e)).as(path).isTrue();
            }
            Served plain = await(Served.by(version, AsyncHandlers.http(request -> {
                await(sleep(1));
                request.response().addCookie(Cookie.cookie("a", "b\r\nc"));
                return fails();
            })));
            assertThat(await(plain.get("/x")).status()).isEqualTo(500);
            return Coroutine.done();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void failureHandlersThatFail(HttpVersion version) {
        List<Served.Answer> answers = onLoop(IoBackend.NIO, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.route().handler(AsyncRoutes.handler(ctx -> fails()));
            router.route("/plain").failureHandler(ctx -> {
                throw new IllegalArgumentException("failing");
            });
            router.route("/async").failureHandler(AsyncRoutes.handler(ctx -> fails()));
            router.route("/silent").failureHandler(AsyncRoutes.handler(ctx -> {
                await(sleep(1));
                return Coroutine.done();
            }));
            Served served = await(Served.by(version, router));
            return Coroutine.of(
                    List.of(await(served.get("/plain")), await(served.get("/async")), await(served.get("/silent"))));
        });
        assertThat(answers).extracting(Served.Answer::status).containsExactly(500, 500, 500);
        assertThat(errors).extracting(e -> e.message()).containsOnly("Exception in a failure handler");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aFailureHandlerThatFailsWhenItHasBegun(HttpVersion version) {
        Throwable e = onLoop(IoBackend.NIO, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.route().handler(AsyncRoutes.handler(ctx -> fails()));
            router.route().failureHandler(ctx -> {
                ctx.response().setChunked(true).write("half");
                throw new IllegalArgumentException("failing");
            });
            Served served = await(Served.by(version, router));
            return VertxFuturesTest.failureOf(awaitable(served.body("/x")));
        });
        assertThat(ClientGone.tells(e)).isTrue();
    }
}
