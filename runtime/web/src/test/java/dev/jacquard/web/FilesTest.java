package dev.jacquard.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files and folders. */
@Timeout(60)
class FilesTest {
    @TempDir
    Path root;

    @BeforeEach
    void write() throws Exception {
        Files.createDirectories(root.resolve("public/sub"));
        Files.writeString(root.resolve("public/a.txt"), "0123456789");
        Files.writeString(root.resolve("public/index.html"), "<p>index");
        Files.writeString(root.resolve("public/sub/index.html"), "<p>sub");
        Files.writeString(root.resolve("public/.hidden"), "hidden");
        Files.writeString(root.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("public/link.txt"), root.resolve("secret.txt"));
    }

    private WebApp app() {
        Path folder = root.resolve("public");
        return WebApp.create()
                .files("/static", folder)
                .files(
                        "/page",
                        folder,
                        FileOptions.builder().fallback("index.html").build())
                .get(
                        "/one",
                        r -> Coroutine.of(Response.file(folder.resolve("a.txt")).header("content-type", "x/y")))
                .get("/none", r -> Coroutine.of(Response.file(folder.resolve("none"))));
    }

    @ParameterizedTest
    @CsvSource({
        "/static/a.txt, 200 0123456789",
        "/static/, 200 <p>index",
        "/static, 200 <p>index",
        "/static/sub/, 200 <p>sub",
        "/static/sub, 307 ",
        "/static/.hidden, 404",
        "/static/none, 404",
        "/static/a.txt/, 404",
        "/static/link.txt, 404",
        "/static/%2e%2e/secret.txt, 404",
        "/static/..%2fsecret.txt, 404",
        "/static/sub%5c..%5ca.txt, 404",
        "/static/a%00.txt, 404",
        "/page/users/17, 200 <p>index",
        "/page/a.txt, 200 0123456789",
        "/one, 200 0123456789",
        "/none, 404",
    })
    void whatIsServed(String path, String expected) throws Exception {
        try (Served s = Served.start(app())) {
            assertThat(s.get(path)).startsWith(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 206, 0123, bytes 0-3/10",
        "bytes=4-, 206, 456789, bytes 4-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=8-20, 206, 89, bytes 8-9/10",
        "bytes=-99, 206, 0123456789, bytes 0-9/10",
        "bytes=9-9, 206, 9, bytes 9-9/10",
        "'bytes=0-1,3-4', 200, 0123456789, ",
        "bytes=5-2, 200, 0123456789, ",
        "lines=1-2, 200, 0123456789, ",
        "bytes=10-, 416, , bytes */10",
        "bytes=-0, 416, , bytes */10",
    })
    void ranges(String range, int status, String body, String contentRange) throws Exception {
        try (Served s = Served.start(app())) {
            for (int version = 1; version <= 2; version++) {
                HttpRequest.Builder request = s.request("/static/a.txt").header("range", range);
                HttpResponse<String> r = version == 1 ? s.send(request) : s.send2(request);
                assertThat(r.statusCode()).isEqualTo(status);
                if (body != null) {
                    assertThat(r.body()).isEqualTo(body);
                }
                assertThat(r.headers().firstValue("content-range").orElse(null)).isEqualTo(contentRange);
            }
        }
    }

    @Test
    void conditions() throws Exception {
        try (Served s = Served.start(app())) {
            HttpResponse<String> r = s.send(s.request("/static/a.txt"));
            String tag = r.headers().firstValue("etag").orElseThrow();
            String modified = r.headers().firstValue("last-modified").orElseThrow();
            assertThat(r.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
            assertThat(status(s, "if-none-match", tag)).isEqualTo(304);
            assertThat(status(s, "if-none-match", "\"x\", W/" + tag)).isEqualTo(304);
            assertThat(status(s, "if-none-match", "\"x\"")).isEqualTo(200);
            assertThat(status(s, "if-modified-since", modified)).isEqualTo(304);
            assertThat(status(s, "if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT"))
                    .isEqualTo(200);
            assertThat(status(s, "if-modified-since", "nonsense")).isEqualTo(200);
            assertThat(status(s, "if-match", tag)).isEqualTo(200);
            assertThat(status(s, "if-match", "\"x\"")).isEqualTo(412);
            assertThat(status(s, "if-match", "W/" + tag)).isEqualTo(412);
            assertThat(status(s, "if-unmodified-since", "Sun, 06 Nov 1994 08:49:37 GMT"))
                    .isEqualTo(412);
            HttpRequest.Builder range = s.request("/static/a.txt").header("range", "bytes=0-1");
            assertThat(s.send(range.copy().header("if-range", tag)).statusCode())
                    .isEqualTo(206);
            assertThat(s.send(range.copy().header("if-range", "\"x\"")).statusCode())
                    .isEqualTo(200);
            assertThat(s.send(range.copy().header("if-range", modified)).statusCode())
                    .isEqualTo(206);
        }
    }

    private static int status(Served s, String header, String value) throws Exception {
        return s.send(s.request("/static/a.txt").header(header, value)).statusCode();
    }

    @Test
    void headHasTheLength() throws Exception {
        try (Served s = Served.start(app())) {
            HttpRequest.Builder head = s.request("/static/a.txt").method("HEAD", HttpRequest.BodyPublishers.noBody());
            assertThat(s.send(head).headers().firstValue("content-length")).contains("10");
            assertThat(s.send2(head).headers().firstValue("content-length")).contains("10");
            assertThat(s.send(s.request("/one")).headers().firstValue("content-type"))
                    .contains("x/y");
        }
    }
}
