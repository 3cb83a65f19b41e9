package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
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
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers and clients of Vert.x behind TLS, with HTTP/1.1 and WebSockets, with each backend. */
@Timeout(30)
class TlsTest {
    private final OnLoop loop = new OnLoop();
    private int port;
    private HttpClient client; // held, for Vert.x closes one that nobody can reach

    private static HttpServer server() {
        return VertxLoop.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(false)
                        .setKeyCertOptions(KeyStoreFile.LOCALHOST.options()));
    }

    @Async
    private Coroutine<Void> serve(HttpServer server) {
        port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        return Coroutine.done();
    }

    private HttpClient client(HttpClientOptions options) {
        client = VertxLoop.vertx()
                .createHttpClient(options.setSsl(true).setDefaultPort(port).setDefaultHost("127.0.0.1"));
        return client;
    }

    private HttpClient client() {
        return client(new HttpClientOptions().setTrustOptions(KeyStoreFile.LOCALHOST.options()));
    }

    @Async
    private Coroutine<String> get(HttpClient client) {
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, "/")));
        HttpClientResponse response = await(awaitable(request.send()));
        loop.assertHere();
        return Coroutine.of(await(VertxStreams.readAll(response)).toString());
    }

    @Async
    private Coroutine<Void> hello(HttpServerRequest request) {
        loop.assertHere();
        await(sleep(1));
        loop.assertHere();
        assertThat(request.sslSession().getProtocol()).startsWith("TLSv1.");
        await(awaitable(request.response().end("Hello over " + request.version())));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void hello(IoBackend backend) {
        String answer = loop.run(backend, () -> {
            await(serve(server().requestHandler(AsyncHandlers.http(this::hello))));
            return get(client());
        });
        assertThat(answer).isEqualTo("Hello over " + HttpVersion.HTTP_1_1);
        assertThat(loop.errors).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsNotTrustedIsRefused(IoBackend backend) {
        Throwable e = loop.run(backend, () -> {
            await(serve(server().requestHandler(AsyncHandlers.http(this::hello))));
            HttpClient strict = client(new HttpClientOptions());
            Throwable refused = await(VertxFuturesTest.failureOf(get(strict)));
            assertThat(await(get(client()))).startsWith("Hello");
            return Coroutine.of(refused);
        });
        assertThat(e).isInstanceOf(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aLostConnectionCancelsTheTask(IoBackend backend) {
        loop.run(backend, () -> {
            AsyncEvent begun = new AsyncEvent();
            Promise<String> ended = new Promise<>();
            var handler = AsyncHandlers.http(request -> waits(begun, ended));
            await(serve(server().requestHandler(handler)));
            HttpClient client = client();
            HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, "/")));
            Task<?> sending = createTask(VertxFuturesTest.failureOf(awaitable(request.send())));
            await(begun.waitAsync());
            await(awaitable(request.connection().close()));
            assertThat(await(ended)).isEqualTo(Requests.GONE);
            await(sending);
            return Coroutine.done();
        });
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private Coroutine<Void> waits(AsyncEvent begun, Promise<String> ended) {
        try {
            begun.set();
            await(sleep(1_000_000));
        } catch (CancelledError e) {
            loop.assertHere();
            ended.setResult(e.getMessage());
            throw e;
        }
        return Coroutine.done();
    }

    // ---- WebSockets ----------------------------------------------------------------------------

    @Async
    private Coroutine<Void> echo(VertxWebSocket socket) {
        for (WebSocketMessage message : socket) {
            loop.assertHere();
            await(socket.send(message.text()));
        }
        return Coroutine.done();
    }

    private Coroutine<VertxWebSocket> connect() {
        var client = VertxLoop.vertx()
                .createWebSocketClient(
                        new WebSocketClientOptions().setSsl(true).setTrustOptions(KeyStoreFile.LOCALHOST.options()));
        return VertxWebSocket.connect(
                client,
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/"));
    }

    @ParameterizedTest
    @EnumSource
    void aWebSocketEchoes(IoBackend backend) {
        loop.run(backend, () -> {
            var sockets = AsyncHandlers.webSocket(this::echo);
            await(serve(server().webSocketHandler(sockets)));
            try (VertxWebSocket socket = await(connect())) {
                for (int i = 0; i < 100; i++) {
                    await(socket.send("häuser " + i));
                    assertThat(await(socket.receive())).isEqualTo(new WebSocketMessage.Text("häuser " + i));
                }
                loop.assertHere();
                assertThat(socket.socket().isSsl()).isTrue();
            }
            return Coroutine.done();
        });
        assertThat(loop.errors).isEmpty();
    }

    /** More than the buffers between the two hold: both sides wait for each other in turn. */
    @ParameterizedTest
    @EnumSource
    void aWebSocketOfManyBytes(IoBackend backend) {
        Buffer big = Buffer.buffer(new byte[60_000]);
        long bytes = loop.run(backend, () -> {
            var sockets = AsyncHandlers.webSocket(s -> sends(s, big, 200));
            await(serve(server().webSocketHandler(sockets)));
            VertxWebSocket socket = await(connect());
            long n = 0;
            for (WebSocketMessage message : socket) {
                n += message.data().length();
            }
            assertThat(socket.closeCode()).isEqualTo(1000);
            return Coroutine.of(n);
        });
        assertThat(bytes).isEqualTo(200L * 60_000);
        assertThat(loop.errors).isEmpty();
    }

    @Async
    private static Coroutine<Void> sends(VertxWebSocket socket, Buffer data, int times) {
        for (int i = 0; i < times; i++) {
            await(socket.send(data));
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void aLostConnectionCancelsTheTaskOfAWebSocket(IoBackend backend) {
        loop.run(backend, () -> {
            AsyncEvent begun = new AsyncEvent();
            Promise<String> ended = new Promise<>();
            var sockets = AsyncHandlers.webSocket(socket -> waits(begun, ended));
            await(serve(server().webSocketHandler(sockets)));
            VertxWebSocket socket = await(connect());
            await(begun.waitAsync());
            await(WebSocketTest.breakOff(socket)); // nor with one of TLS
            assertThat(await(ended)).isEqualTo(Requests.GONE);
            assertThat(socket.isLost()).isTrue();
            return Coroutine.done();
        });
        assertThat(loop.errors).isEmpty();
    }
}
