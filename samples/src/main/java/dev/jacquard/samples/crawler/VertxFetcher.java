package dev.jacquard.samples.crawler;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.vertx.VertxLoop;
import dev.jacquard.vertx.VertxStreams;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;

/** Vert.x' client on the loop's own thread. */
final class VertxFetcher implements Fetcher {
    private final HttpClient client =
            VertxLoop.vertx().createHttpClient(new HttpClientOptions().setConnectTimeout(10_000));

    @Override
    @Async
    public Coroutine<Answer> get(URI address) throws IOException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address.toString())
                .setFollowRedirects(true)
                .putHeader("User-Agent", USER_AGENT);
        HttpClientRequest request = await(awaitable(client.request(options)), IOException.class);
        HttpClientResponse response = await(awaitable(request.send()), IOException.class);
        String type = response.getHeader("Content-Type");
        Buffer body = await(VertxStreams.readAll(response));
        return Coroutine.of(
                new Answer(response.statusCode(), type == null ? "text/html" : type, body.toString("UTF-8")));
    }

    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        await(awaitable(client.close()));
        return Coroutine.done();
    }
}
