package dev.jacquard.httpclient;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.httpclient.Failures.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.LimitOverrunError;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.opentest4j.AssertionFailedError;

@AsyncSettings(time = TestTime.REAL)
class AsyncHttpTest {
    private final HttpClient client = HttpClient.newHttpClient();

    private static void echo(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        exchange.getResponseHeaders().add("X-Length", length == null ? "chunked" : length);
        exchange.sendResponseHeaders(200, 0);
        exchange.getRequestBody().transferTo(exchange.getResponseBody());
    }

    @Async
    static AsyncGenerator<byte[]> blocks(int n) {
        for (int i = 0; i < n; i++) {
            await(sleep(0));
            emit(("block " + i + "\n").getBytes(UTF_8));
        }
        return AsyncGenerator.end();
    }

    @AsyncTest
    void bodiesBothWays() throws IOException {
        try (TestServer server = new TestServer(AsyncHttpTest::echo)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/"))
                    .POST(AsyncHttp.body(blocks(1000)))
                    .build();
            try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("X-Method")).contains("POST");
                assertThat(response.headers().firstValue("X-Length")).contains("chunked");
                int expected = 0;
                for (String line : response.body().lines()) {
                    assertThat(line).isEqualTo("block " + expected++);
                }
                assertThat(expected).isEqualTo(1000);
            }
            request = HttpRequest.newBuilder(server.uri("/"))
                    .POST(AsyncHttp.body(blocks(10), 80))
                    .build();
            try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
                assertThat(response.headers().firstValue("X-Length")).contains("80");
                assertThat(await(response.body().readText(80))).startsWith("block 0\nblock 1\n");
            }
        }
    }

    @AsyncTest
    void limits() throws IOException {
        try (TestServer server = new TestServer(AsyncHttpTest::echo)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/"))
                    .POST(HttpRequest.BodyPublishers.ofString("0123456789"))
                    .build();
            try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
                assertThat(await(failure(response.body().readAll(9))))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("9 bytes");
            }
            Throwable seen = null;
            try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
                for (String line : response.body().lines(UTF_8, 9)) {
                    throw new AssertionFailedError(line);
                }
            } catch (UncheckedIOException e) {
                seen = e.getCause();
            }
            assertThat(seen).isInstanceOf(LimitOverrunError.class);
        }
    }

    @AsyncTest
    void aServerIsHeldUpByWhoDoesNotRead() throws IOException {
        int all = 100_000_000;
        AtomicLong written = new AtomicLong();
        CountDownLatch over = new CountDownLatch(1);
        try (TestServer server = new TestServer(exchange -> {
            exchange.sendResponseHeaders(200, all);
            byte[] block = new byte[100_000];
            try (OutputStream out = exchange.getResponseBody()) {
                while (written.get() < all) {
                    out.write(block);
                    written.addAndGet(block.length);
                }
            } finally {
                over.countDown();
            }
        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
                int n = 0;
                for (byte[] block : response.body()) {
                    n += block.length;
                    if (n > 1_000_000) {
                        break;
                    }
                }
                // The server cannot be done: most of it has no place to be.
                assertThat(written.get()).isLessThan(all / 2);
                assertThat(over.getCount()).isEqualTo(1);
            }
            // Closing aborts the exchange: the server's write fails.
            await(getRunningLoop().runInExecutor(null, () -> reached(over)));
            assertThat(written.get()).isLessThan(all);
        }
    }

    private static boolean reached(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return true;
    }

    @AsyncTest
    void cancellingAbortsTheExchange() throws IOException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (TestServer server = new TestServer(exchange -> {
            arrived.countDown();
            try {
                cancelled.await();
                exchange.sendResponseHeaders(200, 0);
                while (true) {
                    exchange.getResponseBody().write(new byte[100_000]);
                }
            } catch (IOException | InterruptedException e) {
                failed.countDown();
            }
        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            Task<AsyncResponse> task = createTask(AsyncHttp.send(client, request));
            await(getRunningLoop().runInExecutor(null, () -> reached(arrived)));
            task.cancel();
            assertThat(await(gatherSettled(task)).get(0).isSuccess()).isFalse();
            cancelled.countDown();
            await(getRunningLoop().runInExecutor(null, () -> reached(failed)));
        }
    }

    @AsyncTest
    void aBodyThatIsNotReadIsGivenUp() throws IOException {
        CountDownLatch failed = new CountDownLatch(1);
        try (TestServer server = new TestServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[100_000]);
                }
            } catch (IOException e) {
                failed.countDown();
            }
        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
                assertThat(response.statusCode()).isEqualTo(200);
            }
            await(getRunningLoop().runInExecutor(null, () -> reached(failed)));
        }
    }

    @AsyncTest
    void aBodyThatBreaksOff() throws IOException {
        try (TestServer server = new TestServer(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("one\ntwo".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("no more");
        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            List<String> lines = new ArrayList<>();
            Throwable seen = null;
            try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
                for (String line : response.body().lines()) {
                    lines.add(line);
                }
            } catch (UncheckedIOException e) {
                seen = e.getCause();
            }
            assertThat(lines).containsExactly("one");
            assertThat(seen).isInstanceOf(IOException.class);
        }
    }

    @AsyncTest
    void aRequestBodyThatFails() throws IOException {
        try (TestServer server = new TestServer(AsyncHttpTest::echo)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/"))
                    .POST(AsyncHttp.body(failing()))
                    .build();
            Throwable e = await(failure(AsyncHttp.send(client, request)));
            assertThat(e).isInstanceOf(IllegalStateException.class).hasMessage("no data");
        }
    }

    @Async
    private static AsyncGenerator<byte[]> failing() {
        emit(new byte[10]);
        await(sleep(0));
        throw new IllegalStateException("no data");
    }

    @AsyncTest
    void nobodyListens() throws IOException {
        TestServer server = new TestServer(AsyncHttpTest::echo);
        server.close();
        HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
        assertThat(await(failure(AsyncHttp.send(client, request)))).isInstanceOf(ConnectException.class);
    }
}
