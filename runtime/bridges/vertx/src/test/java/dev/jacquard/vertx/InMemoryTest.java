package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Servers and clients without sockets, in virtual time. */
class InMemoryTest {
    @AsyncTest
    void hello() {
        HttpServer server = VertxLoop.vertx().createHttpServer().requestHandler(AsyncHandlers.http(InMemoryTest::hello));
        int port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        HttpClient client = VertxLoop.vertx().createHttpClient();
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, port, "127.0.0.1", "/a")));
        var response = await(awaitable(request.send()));
        assertThat(await(VertxStreams.readAll(response, 100)).toString()).isEqualTo("hello /a");
        await(awaitable(client.close()));
        assertThat(getRunningLoop().time()).isEqualTo(Duration.ofHours(1));
    }

    @Async
    static Coroutine<Void> hello(HttpServerRequest request) {
        await(sleep(Duration.ofHours(1)));
        await(awaitable(request.response().end("hello " + request.path())));
        return Coroutine.done();
    }
}
