package dev.jacquard.httpclient;

import static dev.jacquard.Asyncio.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.files.AsyncFile;
import dev.jacquard.files.AsyncFiles;
import dev.jacquard.subprocess.Output;
import dev.jacquard.subprocess.Stdio;
import dev.jacquard.subprocess.Subprocess;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/streams.md, and that they are what it shows. */
@AsyncSettings(time = TestTime.REAL)
class DocumentationTest {
    @TempDir
    Path folder;

    // doc: files
    @Async
    static Coroutine<Integer> numberLines(Path from, Path to) throws IOException {
        int n = 0;
        try (AsyncFile in = await(AsyncFiles.open(from));
                AsyncFile out = await(AsyncFiles.temporaryFile("numbered", ".txt"))) {
            for (String line : in.lines()) {
                await(out.write(++n + " " + line + "\n"));
            }
            await(AsyncFiles.copy(out.path(), to, (copied, total) -> {}));
        }
        return Coroutine.of(n);
    }

    // end

    // doc: subprocess
    @Async
    static Coroutine<List<String>> sorted(List<String> words) throws IOException {
        Output output =
                await(Subprocess.exec("sort").output(String.join("\n", words).getBytes(UTF_8)));
        return Coroutine.of(output.check().stdoutText().lines().toList());
    }

    @Async
    static Coroutine<String> firstLine(String command) throws IOException {
        try (Subprocess process =
                await(Subprocess.shell(command).stdout(Stdio.PIPE).start())) {
            for (String line : process.stdout().lines()) {
                return Coroutine.of(line); // closing kills it
            }
            return Coroutine.of("");
        }
    }

    // end

    // doc: http
    @Async
    static Coroutine<Integer> upload(HttpClient client, URI uri, AsyncIterable<byte[]> blocks) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(AsyncHttp.body(blocks)).build();
        int lines = 0;
        try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
            for (String line : response.body().lines()) {
                lines++;
            }
        }
        return Coroutine.of(lines);
    }

    // end

    // doc: websocket
    @Async
    static Coroutine<String> ask(HttpClient client, URI uri, String question) throws IOException {
        try (AsyncWebSocket socket = await(AsyncWebSocket.connect(client, uri))) {
            await(socket.send(question));
            for (WebSocketMessage message : socket) {
                if (message instanceof WebSocketMessage.Text answer) {
                    return Coroutine.of(answer.text());
                }
            }
        }
        return Coroutine.of("no answer");
    }

    // end

    @AsyncTest
    void files() throws IOException {
        Path from = await(AsyncFiles.writeString(folder.resolve("a"), "x\ny\n"));
        assertThat(await(numberLines(from, folder.resolve("b")))).isEqualTo(2);
        assertThat(await(AsyncFiles.readString(folder.resolve("b")))).isEqualTo("1 x\n2 y\n");
    }

    @AsyncTest
    void subprocesses() throws IOException {
        assertThat(await(sorted(List.of("b", "a")))).containsExactly("a", "b");
        assertThat(await(firstLine("echo one; sleep 1000"))).isEqualTo("one");
    }

    @AsyncTest
    void http() throws IOException {
        try (TestServer server = new TestServer(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getRequestBody().transferTo(exchange.getResponseBody());
                });
                WebSocketServer sockets = new WebSocketServer(peer -> {
                    peer.send("re: " + peer.read().text());
                    peer.close(1000, "");
                    peer.read();
                })) {
            HttpClient client = HttpClient.newHttpClient();
            assertThat(await(upload(client, server.uri("/"), AsyncHttpTest.blocks(3))))
                    .isEqualTo(3);
            assertThat(await(ask(client, sockets.uri(), "why"))).isEqualTo("re: why");
        }
    }
}
