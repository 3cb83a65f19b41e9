package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests: read late, in all ways, and not at all. */
@Timeout(60)
class BodiesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path folder;

    record Item(String name, int price) {}

    @Async
    private static Coroutine<String> late(Request r) {
        await(sleep(20));
        byte[] bytes = await(r.bytes());
        int sum = 0;
        for (byte b : bytes) {
            sum += b;
        }
        return Coroutine.of(bytes.length + " " + sum);
    }

    @Async
    private static Coroutine<Long> count(Request r) {
        await(sleep(20));
        long n = 0;
        for (byte[] chunk : r.chunks()) {
            n += chunk.length;
            await(sleep(0));
        }
        return Coroutine.of(n);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 300_000, 3_000_000})
    void nothingIsLostWhenReadAfterAnAwait(int size) throws Exception {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 1);
        WebApp app = WebApp.create().post("/late", BodiesTest::late).post("/count", BodiesTest::count);
        try (Served s = Served.start(app)) {
            for (int i = 0; i < 3; i++) {
                var publisher = HttpRequest.BodyPublishers.ofByteArray(body);
                assertThat(Served.said(s.send(s.request("/late").POST(publisher))))
                        .isEqualTo("200 " + size + " " + size);
                assertThat(Served.said(s.send2(s.request("/late").POST(publisher))))
                        .isEqualTo("200 " + size + " " + size);
                assertThat(Served.said(s.send(s.request("/count").POST(publisher))))
                        .isEqualTo("200 " + size);
            }
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void aBodyThatNobodyReadsFlowsAway() throws Exception {
        WebApp app = WebApp.create().post("/", r -> Coroutine.of("unread"));
        try (Served s = Served.start(app);
                Socket c = s.connect()) {
            byte[] body = new byte[500_000];
            for (int i = 0; i < 3; i++) {
                c.getOutputStream()
                        .write(("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n")
                                .getBytes());
                c.getOutputStream().write(body);
                assertThat(Served.readUntil(c.getInputStream(), "unread")).startsWith("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void tooLargeIs413() throws Exception {
        WebApp app = WebApp.create().post("/", r -> Coroutine.of(await(r.text())));
        WebOptions options = WebOptions.builder().maxBody(10).build();
        try (Served s = Served.start(app, options)) {
            assertThat(s.post("/", "1234567890", "text/plain")).isEqualTo("200 1234567890");
            assertThat(s.post("/", "12345678901", "text/plain")).startsWith("413 {\"status\":413,");
            String chunked =
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n0\r\n\r\n";
            try (Socket c = s.connect()) {
                c.getOutputStream().write(chunked.getBytes());
                assertThat(Served.readUntil(c.getInputStream(), "bytes\"}")).startsWith("HTTP/1.1 413 ");
            }
        }
    }

    @Test
    void aClientThatWaitsIsToldToContinueWhenTheBodyIsRead() throws Exception {
        WebApp app = WebApp.create()
                .post("/read", r -> Coroutine.of(await(r.text())))
                .post("/not", r -> Coroutine.of("no need"));
        try (Served s = Served.start(app)) {
            try (Socket c = s.connect()) {
                c.getOutputStream()
                        .write("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
                                .getBytes());
                assertThat(Served.readUntil(c.getInputStream(), "\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");
                c.getOutputStream().write("abc".getBytes());
                assertThat(Served.readUntil(c.getInputStream(), "abc")).startsWith("HTTP/1.1 200 OK");
            }
            assertThat(s.raw("POST /not HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("connection: close")
                    .endsWith("no need");
        }
    }

    @Test
    void textJsonAndForms() throws Exception {
        WebApp app = WebApp.create()
                .post("/text", r -> Coroutine.of(await(r.text())))
                .post("/json", r -> Coroutine.of(await(r.json(Item.class)).name()))
                .post(
                        "/list",
                        r -> Coroutine.of(await(r.jsonList(Item.class)).get(1).price()))
                .post("/map", r -> Coroutine.of(await(r.json()).toString()))
                .post("/form", r -> Coroutine.of(await(r.form()).toString()))
                .post("/twice", BodiesTest::twice);
        try (Served s = Served.start(app)) {
            assertThat(s.post("/text", "ä", "text/plain")).isEqualTo("200 ä");
            HttpRequest.Builder latin = s.request("/text")
                    .header("content-type", "text/plain; charset=\"iso-8859-1\"")
                    .POST(HttpRequest.BodyPublishers.ofString("ä", StandardCharsets.ISO_8859_1));
            assertThat(Served.said(s.send(latin))).isEqualTo("200 ä");
            assertThat(s.post("/text", "a", "text/plain; charset=nope")).startsWith("415 ");
            HttpRequest.Builder broken =
                    s.request("/text").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {-1}));
            assertThat(s.send(broken).statusCode()).isEqualTo(400);
            assertThat(s.post("/json", "{\"name\":\"a\",\"price\":1}", "application/json"))
                    .isEqualTo("200 a");
            assertThat(s.post("/json", "{\"name\":", "application/json")).startsWith("400 ");
            assertThat(s.post("/json", "{}", "text/plain")).startsWith("415 ");
            String list = "[{\"name\":\"a\",\"price\":1},{\"name\":\"b\",\"price\":2}]";
            assertThat(s.post("/list", list, "application/vnd.x+json; charset=utf-8"))
                    .isEqualTo("200 2");
            assertThat(s.post("/map", "{\"a\":[1]}", "application/json")).isEqualTo("200 {a=[1]}");
            assertThat(s.post("/form", "a=1&a=2;3&b=%C3%A4+x", FORM)).isEqualTo("200 {a=[1, 2;3], b=[ä x]}");
            assertThat(s.post("/form", "a=%z", FORM)).startsWith("400 ");
            assertThat(s.post("/form", "a", "text/plain")).startsWith("415 ");
            assertThat(s.post("/twice", "a", "text/plain")).isEqualTo("200 aIllegalStateException");
        }
    }

    @Async
    private static Coroutine<String> twice(Request r) {
        String first = await(r.text());
        try {
            return Coroutine.of(await(r.text()));
        } catch (IllegalStateException e) {
            return Coroutine.of(first + e.getClass().getSimpleName());
        }
    }

    // ---- multipart -----------------------------------------------------------------------------

    private static byte[] multipart(Map<String, byte[]> parts, boolean whole) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach((head, content) -> {
            out.writeBytes(("--XX\r\nContent-Disposition: form-data; " + head + "\r\n").getBytes());
            if (head.contains("filename")) {
                out.writeBytes("Content-Type: application/x-thing\r\n".getBytes());
            }
            out.writeBytes("\r\n".getBytes());
            out.writeBytes(content);
            out.writeBytes("\r\n".getBytes());
        });
        if (whole) {
            out.writeBytes("--XX--\r\n".getBytes());
        }
        return out.toByteArray();
    }

    private HttpResponse<String> upload(Served s, String path, byte[] body) throws Exception {
        return s.send(s.request(path)
                .header("content-type", "multipart/form-data; boundary=XX")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static Map<String, byte[]> parts(byte[] file) {
        Map<String, byte[]> parts = new java.util.LinkedHashMap<>();
        parts.put("name=\"title\"", "Tä".getBytes(StandardCharsets.UTF_8));
        parts.put("name=\"file\"; filename=\"../a/b.bin\"", file);
        parts.put("name=\"empty\"", new byte[0]);
        parts.put("name=\"last\"; filename=\"c.txt\"", "end".getBytes());
        return parts;
    }

    @Async
    private static Coroutine<String> list(Request r) {
        StringBuilder s = new StringBuilder();
        for (Upload u : r.uploads()) {
            long n = 0;
            for (byte[] chunk : u.chunks()) {
                n += chunk.length;
            }
            s.append(u.name()).append(' ').append(u.fileName().orElse("-")).append(' ');
            s.append(u.contentType().orElse("-")).append(' ').append(n).append("; ");
        }
        return Coroutine.of(s.toString());
    }

    @Async
    private static Coroutine<String> names(Request r) {
        StringBuilder s = new StringBuilder();
        for (Upload u : r.uploads()) {
            s.append(u.name()).append(' '); // and its content is skipped
        }
        return Coroutine.of(s.toString());
    }

    @Test
    void partsComeInTheirOrder() throws Exception {
        byte[] file = new byte[400_000];
        Arrays.fill(file, (byte) '-');
        WebApp app = WebApp.create()
                .post("/list", BodiesTest::list)
                .post("/names", BodiesTest::names)
                .post("/form", r -> Coroutine.of(await(r.form()).toString()));
        try (Served s = Served.start(app)) {
            byte[] body = multipart(parts(file), true);
            assertThat(upload(s, "/list", body).body())
                    .isEqualTo("title - - 3; file b.bin application/x-thing 400000; empty - - 0; last c.txt"
                            + " application/x-thing 3; ");
            assertThat(upload(s, "/names", body).body()).isEqualTo("title file empty last ");
            assertThat(upload(s, "/form", body).body()).isEqualTo("{title=[Tä], empty=[]}");
            assertThat(upload(s, "/list", multipart(parts(file), false)).statusCode())
                    .isEqualTo(400);
            assertThat(upload(s, "/list", new byte[0]).statusCode()).isEqualTo(400);
            assertThat(s.post("/list", "a", "text/plain")).startsWith("415 ");
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void filesAreSavedWholeOrNotAtAll() throws Exception {
        byte[] file = new byte[300_000];
        WebApp app = WebApp.create().post("/", r -> save(r, folder));
        try (Served s = Served.start(app)) {
            assertThat(upload(s, "/", multipart(parts(file), true)).body()).isEqualTo("300000");
            assertThat(folder.resolve("file")).hasBinaryContent(file);
            Files.delete(folder.resolve("file"));
            byte[] body = multipart(parts(file), true);
            byte[] cut = Arrays.copyOf(body, 200_000);
            assertThat(upload(s, "/", cut).statusCode()).isEqualTo(400);
            assertThat(folder).isEmptyDirectory();
            try (Socket c = s.connect()) { // and a client that goes in the middle
                c.getOutputStream()
                        .write(("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=XX\r\n"
                                        + "Content-Length: " + body.length + "\r\n\r\n")
                                .getBytes());
                c.getOutputStream().write(body, 0, 200_000);
                while (!Files.exists(folder.resolve("file"))) {
                    Thread.onSpinWait();
                }
            }
            while (Files.exists(folder.resolve("file"))) {
                Thread.onSpinWait();
            }
            assertThat(s.errors).isEmpty();
        }
    }

    @Async
    private static Coroutine<Long> save(Request r, Path folder) {
        long size = 0;
        for (Upload u : r.uploads()) {
            if (u.name().equals("file")) {
                size = await(u.saveTo(folder.resolve("file")));
            }
        }
        return Coroutine.of(size);
    }
}
