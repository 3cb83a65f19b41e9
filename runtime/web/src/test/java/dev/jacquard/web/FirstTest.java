package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class FirstTest {
    record Item(String name, int price) {}

    @Test
    void hello() {
        Asyncio.run(go());
    }

    @Async
    static Coroutine<Void> go() {
        WebApp app = WebApp.create()
                .get("/", r -> Coroutine.of("Hello"))
                .get("/users/{id}", FirstTest::user)
                .post("/items", r -> Coroutine.of(await(r.json(Item.class))));
        try (WebServer server = await(app.listen("127.0.0.1", 0))) {
            assertThat(await(toThread(() -> get(server.uri() + "/")))).isEqualTo("200 Hello");
            assertThat(await(toThread(() -> get(server.uri() + "/users/5")))).isEqualTo("200 {\"id\":\"5\"}");
            assertThat(await(toThread(() -> get(server.uri() + "/nope")))).startsWith("404 {\"status\":404");
            assertThat(await(toThread(() -> post(server.uri() + "/items", "{\"name\":\"a\",\"price\":3}"))))
                    .isEqualTo("200 {\"name\":\"a\",\"price\":3}");
        }
        return Coroutine.done();
    }

    @Async
    static Coroutine<Object> user(Request r) {
        await(Asyncio.sleep(1));
        return Coroutine.of(java.util.Map.of("id", r.pathParam("id")));
    }

    static String get(String uri) throws Exception {
        var r = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
        return r.statusCode() + " " + r.body();
    }

    static String post(String uri, String body) throws Exception {
        var r = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return r.statusCode() + " " + r.body();
    }
}
