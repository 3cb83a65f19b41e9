package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestClock;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;

/** The example of docs/testing.md. */
class InMemoryExamplesTest {
    // doc: in-memory
    @Async
    static Coroutine<Void> report(HttpServerRequest request) {
        await(sleep(Duration.ofHours(8))); // as long as it takes
        await(awaitable(request.response().end("the report")));
        return Coroutine.done();
    }

    @AsyncTest
    void theReportTakesEightHours(TestClock clock) {
        HttpServer server = VertxLoop.vertx().createHttpServer();
        server.requestHandler(AsyncHandlers.http(InMemoryExamplesTest::report));
        await(awaitable(server.listen(8080, "localhost"))); // no socket: the port is free
        var client = VertxLoop.vertx().createHttpClient(new HttpClientOptions(), new PoolOptions().setCleanerPeriod(0));
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, 8080, "localhost", "/")));
        Buffer body = await(VertxStreams.readAll(await(awaitable(request.send()))));
        assertThat(body.toString()).isEqualTo("the report");
        assertThat(clock.now()).isEqualTo(Duration.ofHours(8));
        await(awaitable(client.close()));
    }
    // end
}
