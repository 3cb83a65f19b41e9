package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which handler answers, and what becomes of what it gives. */
@Timeout(60)
class RoutesTest {
    private static WebApp echo(String... paths) {
        WebApp app = WebApp.create();
        for (String path : paths) {
            app.get(path, r -> Coroutine.of(path));
        }
        return app;
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/users, /users",
        "/users/, /users",
        "/users/me, /users/me",
        "/users/you, /users/{name}",
        "/users/17, '/users/{id:[0-9]+}'",
        "/users/17/posts, /users/{id}/posts",
        "/users/me/posts, /users/{id}/posts",
        "/files, '/files/{rest:.*}'",
        "/files/a, '/files/{rest:.*}'",
        "/files/a/b/c, '/files/{rest:.*}'",
        "/users/a%2Fb, /users/{name}",
        "/us%65rs, /users",
    })
    void textComesBeforePatternsAndTheseBeforeVariables(String path, String route) throws Exception {
        WebApp app = echo(
                "/files/{rest:.*}",
                "/users/{name}",
                "/users/{id:[0-9]+}",
                "/users/{id}/posts",
                "/users/me",
                "/users",
                "/");
        try (Served s = Served.start(app)) {
            assertThat(s.get(path)).isEqualTo("200 " + route);
        }
    }

    @Test
    void variablesAreDecoded() throws Exception {
        WebApp app = WebApp.create()
                .get("/a/{x}/{y}", r -> Coroutine.of(r.pathParam("x") + "|" + r.pathParam("y") + "|" + r.path()))
                .get("/rest/{all:.*}", r -> Coroutine.of(r.pathParam("all")));
        try (Served s = Served.start(app)) {
            assertThat(s.get("/a/b%2Fc%20d/%C3%A4+")).isEqualTo("200 b/c d|ä+|/a/b/c d/ä+");
            assertThat(s.get("/rest/x/y%20z")).isEqualTo("200 x/y z");
        }
    }

    @ParameterizedTest
    @CsvSource({"/a/%zz", "/a/%4", "/a/%E9", "/a/%C3", "/a/%c0%af"})
    void brokenEscapesAre400(String path) throws Exception {
        try (Served s = Served.start(echo("/a/{x}"))) {
            assertThat(s.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void hostIsThereOnce() throws Exception {
        try (Served s = Served.start(echo("/"))) {
            assertThat(s.raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(s.raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(s.raw("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 ");
        }
    }

    @Test
    void otherMethodsAreToldWhichThereAre() throws Exception {
        WebApp app = WebApp.create()
                .get("/a", r -> Coroutine.of("get"))
                .put("/a", r -> Coroutine.of("put"))
                .delete("/{x}", r -> Coroutine.of("delete"));
        try (Served s = Served.start(app)) {
            HttpResponse<String> no = s.send(s.request("/a").POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(no.statusCode()).isEqualTo(405);
            assertThat(no.headers().firstValue("allow")).contains("DELETE, GET, HEAD, OPTIONS, PUT");
            assertThat(no.headers().firstValue("content-type")).contains("application/problem+json");
            HttpResponse<String> options =
                    s.send(s.request("/a").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(options.statusCode()).isEqualTo(204);
            assertThat(options.headers().firstValue("allow")).contains("DELETE, GET, HEAD, OPTIONS, PUT");
            HttpResponse<String> deleted = s.send(s.request("/a").DELETE());
            assertThat(Served.said(deleted)).isEqualTo("200 delete");
            assertThat(s.get("/b/c"))
                    .isEqualTo("404 {\"status\":404,\"title\":\"Not Found\",\"detail\":\"There is nothing at /b/c\"}");
        }
    }

    @Test
    void headIsGetWithoutABody() throws Exception {
        try (Served s = Served.start(echo("/abc"))) {
            for (int version = 1; version <= 2; version++) {
                HttpRequest.Builder head = s.request("/abc").method("HEAD", HttpRequest.BodyPublishers.noBody());
                HttpResponse<String> r = version == 1 ? s.send(head) : s.send2(head);
                assertThat(r.statusCode()).isEqualTo(200);
                assertThat(r.body()).isEmpty();
                assertThat(r.headers().firstValue("content-length")).contains("4");
            }
        }
    }

    record Item(String name, int price) {}

    @Test
    void valuesBecomeResponses() throws Exception {
        WebApp app = WebApp.create()
                .get("/null", r -> Coroutine.of(null))
                .get("/done", r -> Coroutine.done())
                .get("/text", r -> Coroutine.of("ä"))
                .get("/bytes", r -> Coroutine.of(new byte[] {65, 66}))
                .get("/record", r -> Coroutine.of(new Item("a", 3)))
                .get("/list", r -> Coroutine.of(List.of(1, 2)))
                .get(
                        "/response",
                        r -> Coroutine.of(Response.text("x").status(201).header("x-a", "b")))
                .get("/waits", RoutesTest::waits);
        try (Served s = Served.start(app)) {
            assertThat(s.get("/null")).isEqualTo("204 ");
            assertThat(s.get("/done")).isEqualTo("204 ");
            HttpResponse<String> text = s.send(s.request("/text"));
            assertThat(text.body()).isEqualTo("ä");
            assertThat(text.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
            assertThat(s.get("/bytes")).isEqualTo("200 AB");
            assertThat(s.get("/record")).isEqualTo("200 {\"name\":\"a\",\"price\":3}");
            assertThat(s.get("/list")).isEqualTo("200 [1,2]");
            HttpResponse<String> r = s.send(s.request("/response"));
            assertThat(r.statusCode()).isEqualTo(201);
            assertThat(r.headers().firstValue("x-a")).contains("b");
            assertThat(s.get("/waits")).isEqualTo("200 {\"n\":1}");
        }
    }

    @Async
    private static Coroutine<Map<String, Integer>> waits(Request r) {
        await(sleep(1));
        return Coroutine.of(Map.of("n", 1));
    }

    @Test
    void queryHeadersAndCookies() throws Exception {
        WebApp app = WebApp.create()
                .get(
                        "/",
                        r -> Coroutine.of(r.query("a").orElse("-")
                                + r.queryAll("b")
                                + r.query("none").isPresent()
                                + r.header("X-One").orElse("-")
                                + r.headers().get("x-one")
                                + r.cookie("k").orElse("-")
                                + r.cookie("l").orElse("-")));
        try (Served s = Served.start(app)) {
            assertThat(s.raw("GET /?a=1;2&b=x+y&b=%C3%A4 HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nx-one: 2\r\n"
                            + "Cookie: k=v; k=w\r\nCookie: l=m\r\nConnection: close\r\n\r\n"))
                    .endsWith("\r\n\r\n1;2[x y, \u00c3\u00a4]false1[1, 2]vm");
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedWhereItIsSet() {
        assertThatThrownBy(() -> Response.of(200).header("a b", "c")).hasMessageContaining("U+0020");
        assertThatThrownBy(() -> Response.of(200).header("a", "b\r\nc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+000D");
        assertThatThrownBy(() -> Response.of(200).header("a", "\u20ac")).hasMessageContaining("U+20AC");
        assertThatThrownBy(() -> Response.of(200).header("Transfer-Encoding", "chunked"))
                .hasMessageContaining("set by the server");
        assertThatThrownBy(() -> Cookie.of("a", "b c")).hasMessageContaining("U+0020");
        assertThatThrownBy(() -> Cookie.of("a;", "b")).hasMessageContaining("name of a cookie");
        assertThatThrownBy(() -> Cookie.of("a", "b").sameSite("x")).hasMessageContaining("Strict, Lax or None");
        assertThatThrownBy(() -> Response.of(99)).hasMessageContaining("200 to 599");
        assertThatThrownBy(() -> Response.redirect(200, "/")).hasMessageContaining("3xx");
    }

    @Test
    void pathsThatCannotBeAreRefused() {
        WebApp app = WebApp.create().get("/a/{x}", r -> Coroutine.of(""));
        assertThatThrownBy(() -> app.get("a", r -> Coroutine.of(""))).hasMessageContaining("\"/a\"");
        assertThatThrownBy(() -> app.get("/a:b/:x", r -> Coroutine.of(""))).hasMessageContaining("{name}");
        assertThatThrownBy(() -> app.get("/a/x{y}", r -> Coroutine.of(""))).hasMessageContaining("whole segment");
        assertThatThrownBy(() -> app.get("/{x}/{x}", r -> Coroutine.of(""))).hasMessageContaining("twice");
        assertThatThrownBy(() -> app.get("/{x:[}", r -> Coroutine.of(""))).hasMessageContaining("pattern of x");
        assertThatThrownBy(() -> app.get("/{x:.*}/b", r -> Coroutine.of(""))).hasMessageContaining("come last");
        app.get("/a/{y}", r -> Coroutine.of(""));
        assertThatThrownBy(app::plan).hasMessageContaining("Two routes are for GET /a/{y} (the other is /a/{x})");
    }

    @Test
    void itCannotBeChangedOnceItListens() throws Exception {
        WebApp app = echo("/");
        try (Served s = Served.start(app)) {
            assertThatThrownBy(() -> app.get("/b", r -> Coroutine.of("")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("listens already");
        }
    }

    @Test
    void mountedApplications() throws Exception {
        WebApp api = WebApp.create()
                .get("/items/{id}", r -> Coroutine.of("item " + r.pathParam("id")))
                .around((request, next) -> Coroutine.of(await(next.proceed()).header("x-api", "1")));
        WebApp app = echo("/").mount("/api", api);
        try (Served s = Served.start(app)) {
            HttpResponse<String> r = s.send(s.request("/api/items/3"));
            assertThat(r.body()).isEqualTo("item 3");
            assertThat(r.headers().firstValue("x-api")).contains("1");
            assertThat(s.send(s.request("/")).headers().firstValue("x-api")).isEmpty();
        }
    }
}
