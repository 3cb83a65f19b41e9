package dev.jacquard.samples.crawler;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The JDK's client: its stages are awaited as they are. */
final class JdkFetcher implements Fetcher {
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @Override
    @Async
    public Coroutine<Answer> get(URI address) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("User-Agent", USER_AGENT).build();
        HttpResponse<String> answer = await(client.sendAsync(request, BodyHandlers.ofString()), IOException.class);
        return Coroutine.of(new Answer(
                answer.statusCode(), answer.headers().firstValue("Content-Type").orElse("text/html"), answer.body()));
    }

    @Override
    public Coroutine<Void> closeAsync() {
        return Coroutine.done(); // the collector closes it
    }
}
