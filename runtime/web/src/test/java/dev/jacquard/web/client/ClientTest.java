package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.testing.AsyncAssertions.assertThrowsAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import dev.jacquard.web.Request;
import dev.jacquard.web.Response;
import dev.jacquard.web.Upload;
import dev.jacquard.web.WebApp;
import dev.jacquard.web.WebTester;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Requests and responses, whole and piece by piece. */
class ClientTest {
    private static final int BIG = 3_000_000;

    @TempDir
    Path folder;

    record Item(String name, int price) {}

    @Async
    private static Coroutine<String> echo(Request r) {
        return Coroutine.of(r.method() + " " + r.query("q").orElse("-") + " "
                + r.header("x-a").orElse("-") + " " + r.header("content-type").orElse("-") + " " + await(r.text()));
    }

    @Async
    private static Coroutine<Long> count(Request r) {
        long n = 0;
        for (byte[] chunk : r.chunks()) {
            n += chunk.length;
            await(sleep(0));
        }
        return Coroutine.of(n);
    }

    @Async
    private static Coroutine<List<String>> parts(Request r) {
        List<String> all = new ArrayList<>();
        for (Upload u : r.uploads()) {
            long n = 0;
            for (byte[] chunk : u.chunks()) {
                n += chunk.length;
            }
            all.add(u.name() + " " + u.fileName().orElse("-") + " "
                    + u.contentType().orElse("-") + " " + n);
        }
        return Coroutine.of(all);
    }

    @Async
    private static AsyncGenerator<byte[]> pieces(int n, int size) {
        for (int i = 0; i < n; i++) {
            emit(new byte[size]);
            await(sleep(0));
        }
        return AsyncGenerator.end();
    }

    private static WebApp app() {
        return WebApp.create()
                .route("GET", "/echo", ClientTest::echo)
                .post("/echo", ClientTest::echo)
                .put("/echo", ClientTest::echo)
                .patch("/echo", ClientTest::echo)
                .delete("/echo", ClientTest::echo)
                .post("/count", ClientTest::count)
                .post("/parts", ClientTest::parts)
                .get("/item", r -> Coroutine.of(new Item("pen", 3)))
                .get("/items", r -> Coroutine.of(List.of(new Item("pen", 3), new Item("ink", 4))))
                .get("/nothing", r -> Coroutine.done())
                .get("/big", r -> Coroutine.of(Response.stream(pieces(300, BIG / 300))));
    }

    @AsyncTest(time = TestTime.REAL)
    void aRequestIsWhatWasDescribed() {
        try (WebTester t = await(WebTester.start(app()))) {
            ClientSession s = t.client();
            assertThat(await(await(s.get("/echo").query("q", "a b&c").header("x-a", "1"))
                            .text()))
                    .isEqualTo("GET a b&c 1 - ");
            assertThat(await(await(s.post("/echo").json(Map.of("a", 1))).text()))
                    .isEqualTo("POST - - application/json {\"a\":1}");
            assertThat(await(await(s.put("/echo").form(Map.of("a", "b c&d"))).text()))
                    .isEqualTo("PUT - - application/x-www-form-urlencoded a=b%20c%26d");
            assertThat(await(await(s.patch("/echo").body("hi".getBytes(StandardCharsets.UTF_8)))
                            .text()))
                    .isEqualTo("PATCH - - - hi");
            assertThat(await(await(s.delete("/echo?q=1").query("r", 2)).text())).isEqualTo("DELETE 1 - - ");
            ClientResponse head = await(s.head("/item"));
            assertThat(head.status() + await(head.text())).isEqualTo("200");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void jsonIsRead() {
        try (WebTester t = await(WebTester.start(app()))) {
            ClientSession s = t.client();
            assertThat(await(await(s.get("/item")).json(Item.class))).isEqualTo(new Item("pen", 3));
            assertThat(await(await(s.get("/item")).json())).isEqualTo(Map.of("name", "pen", "price", 3));
            assertThat(await(await(s.get("/items")).jsonList(Item.class)))
                    .containsExactly(new Item("pen", 3), new Item("ink", 4));
            ClientException e = await(assertThrowsAsync(ClientException.class, jsonOf(s, "/echo")));
            assertThat(e)
                    .hasMessageContaining("GET " + t.server().uri() + "/echo")
                    .hasMessageContaining("cannot be read as JSON");
        }
    }

    @Async
    private static Coroutine<Item> jsonOf(ClientSession s, String path) {
        return Coroutine.of(await(await(s.get(path)).json(Item.class)));
    }

    @AsyncTest(time = TestTime.REAL)
    void bodiesStreamBothWays() {
        try (WebTester t = await(WebTester.start(app()))) {
            ClientSession s = t.client();
            assertThat(await(await(s.post("/count").bodyStream(pieces(300, BIG / 300)))
                            .text()))
                    .isEqualTo("" + BIG);
            long n = 0;
            for (byte[] chunk : await(s.get("/big")).chunks()) {
                n += chunk.length;
                await(sleep(0));
            }
            assertThat(n).isEqualTo(BIG);
            assertThat(await(await(s.get("/big")).bytes())).hasSize(BIG);
            Path file = folder.resolve("big");
            assertThat(await(await(s.get("/big")).saveTo(file))).isEqualTo(BIG);
            assertThat(file).hasSize(BIG);
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void aFormHasFieldsAndFiles() throws Exception {
        Path file = Files.write(folder.resolve("a.bin"), new byte[200_000]);
        MultipartForm form = MultipartForm.create()
                .field("who", "me")
                .file("mem", "x.txt", "text/plain", new byte[3])
                .file("disk", file);
        try (WebTester t = await(WebTester.start(app()))) {
            assertThat(await(await(t.client().post("/parts").multipart(form)).jsonList(String.class)))
                    .containsExactly(
                            "who - - 2", "mem x.txt text/plain 3", "disk a.bin application/octet-stream 200000");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void anEmptyResponseNeedsNoReading() {
        var one = ClientOptions.builder().limit(1);
        try (WebTester t = await(WebTester.start(app()));
                ClientSession s = ClientSession.create(
                        one.baseUrl(t.server().uri().toString()).build())) {
            for (int i = 0; i < 5; i++) {
                assertThat(await(s.get("/nothing")).status()).isEqualTo(204);
            }
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void anErrorStatusIsRaisedOnlyOnRequest() {
        try (WebTester t = await(WebTester.start(app()))) {
            ClientResponse r = await(t.client().get("/unknown"));
            assertThat(r.status()).isEqualTo(404);
            assertThatThrownBy(r::raiseForStatus)
                    .isInstanceOf(ResponseStatusException.class)
                    .hasMessage("GET " + t.server().uri() + "/unknown: the status is 404 Not Found");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void aBodyIsReadOnce() {
        try (WebTester t = await(WebTester.start(app()))) {
            ClientResponse r = await(t.client().get("/item"));
            await(r.bytes());
            assertThatThrownBy(r::chunks)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("read once");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void whatIsNoUrlIsRefused() {
        try (ClientSession s = ClientSession.create()) {
            for (String bad :
                    List.of("/x", "ftp://a/b", "http://", "http://a b/", "http:///x", "x", "http://a:99999/")) {
                assertThatThrownBy(() -> s.get(bad))
                        .as(bad)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(bad);
            }
            assertThatThrownBy(() -> s.request("G T", "http://a/")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> s.get("http://a/").header("a", "b\r\nc"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void aClosedSessionSaysSo() {
        ClientSession s = ClientSession.create();
        await(s.closeAsync());
        assertThatThrownBy(() -> s.get("http://a/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @AsyncTest(time = TestTime.REAL)
    void manyAtOnceAreAllAnswered() {
        try (WebTester t = await(WebTester.start(app()))) {
            List<Coroutine<String>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                all.add(text(t.client(), "/echo?q=" + i));
            }
            List<String> got = await(dev.jacquard.Asyncio.gather(all));
            for (int i = 0; i < 300; i++) {
                assertThat(got.get(i)).isEqualTo("GET " + i + " - - ");
            }
        }
    }

    @Async
    private static Coroutine<String> text(ClientSession s, String path) {
        return Coroutine.of(await(await(s.get(path)).text()));
    }
}
