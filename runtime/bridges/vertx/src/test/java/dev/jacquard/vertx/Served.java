package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.vertx.core.Future;
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

/** A server of a test, and a client for it that speaks one version of HTTP. */
final class Served {
    final HttpServer server;
    final HttpClient client;
    final int port;

    private Served(HttpServer server, HttpClient client) {
        this.server = server;
        this.client = client;
        this.port = server.actualPort();
    }

    @Async
    static Coroutine<Served> by(HttpVersion version, Handler<HttpServerRequest> handler) {
        Vertx vertx = VertxLoop.vertx();
        HttpServer server = vertx.createHttpServer().requestHandler(handler);
        await(awaitable(server.listen(0, "127.0.0.1")));
        HttpClientOptions options = new HttpClientOptions()
                .setDefaultPort(server.actualPort())
                .setDefaultHost("127.0.0.1")
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false);
        return Coroutine.of(new Served(server, vertx.createHttpClient(options)));
    }

    record Answer(int status, String body) {}

    @Async
    Coroutine<Answer> call(HttpMethod method, String path, Buffer body) {
        HttpClientRequest request = await(awaitable(client.request(method, path)));
        HttpClientResponse response = await(awaitable(request.send(body)));
        return Coroutine.of(new Answer(
                response.statusCode(), await(VertxStreams.readAll(response)).toString()));
    }

    Coroutine<Answer> post(String path, int bytes) {
        return call(HttpMethod.POST, path, Buffer.buffer(new byte[bytes]));
    }

    Coroutine<Answer> get(String path) {
        return call(HttpMethod.GET, path, Buffer.buffer());
    }

    /** The body, by handlers that are set as soon as the response is there. */
    Future<Buffer> body(String path) {
        return client.request(HttpMethod.GET, path)
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body);
    }
}
