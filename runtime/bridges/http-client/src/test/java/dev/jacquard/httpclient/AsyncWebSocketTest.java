package dev.jacquard.httpclient;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.httpclient.Failures.failure;
import static dev.jacquard.httpclient.WebSocketServer.CLOSE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Task;
import dev.jacquard.httpclient.WebSocketMessage.Binary;
import dev.jacquard.httpclient.WebSocketMessage.Text;
import dev.jacquard.httpclient.WebSocketServer.Frame;
import dev.jacquard.httpclient.WebSocketServer.Peer;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

@AsyncSettings(time = TestTime.REAL)
class AsyncWebSocketTest {
    private final HttpClient client = HttpClient.newHttpClient();

    private static void echo(Peer peer) throws IOException {
        for (Frame frame = peer.read(); ; frame = peer.read()) {
            int opcode = frame.opcode() == WebSocketServer.PING ? WebSocketServer.PONG : frame.opcode();
            peer.send(opcode, true, frame.payload());
            if (opcode == CLOSE) {
                return;
            }
        }
    }

    @AsyncTest
    void sendsAndReceives() throws IOException {
        try (WebSocketServer server = new WebSocketServer(AsyncWebSocketTest::echo);
                AsyncWebSocket socket = await(AsyncWebSocket.connect(client, server.uri()))) {
            AsyncIterator<WebSocketMessage> messages = socket.iterator();
            await(socket.send("ä€"));
            assertThat(await(messages.hasNextAsync())).isTrue();
            assertThat(messages.next()).isEqualTo(new Text("ä€"));
            byte[] big = new byte[300_000];
            big[299_999] = 7;
            await(socket.send(big));
            assertThat(await(messages.hasNextAsync())).isTrue();
            assertThat(((Binary) messages.next()).bytes()).isEqualTo(big);
            await(socket.ping("x".getBytes(UTF_8)));
            assertThat(await(failure(socket.ping(new byte[126])))).isInstanceOf(IllegalArgumentException.class);
            await(gather(socket.send("a"), socket.send("b"), socket.send("c")));
            for (String expected : List.of("a", "b", "c")) {
                assertThat(await(messages.hasNextAsync())).isTrue();
                assertThat(messages.next()).isEqualTo(new Text(expected));
            }
            await(socket.close(3001, "enough"));
            assertThat(socket.closeCode()).hasValue(3001);
            assertThat(socket.closeReason()).isEqualTo("enough");
            assertThat(await(messages.hasNextAsync())).isFalse();
            assertThat(await(failure(socket.send("late")))).isInstanceOf(IOException.class);
        }
    }

    @AsyncTest
    void theOtherSideEndsIt() throws IOException {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        try (WebSocketServer server = new WebSocketServer(peer -> {
                    peer.send(WebSocketServer.TEXT, false, "o".getBytes(UTF_8));
                    peer.send(WebSocketServer.PING, true, new byte[0]);
                    peer.send(0, true, "ne".getBytes(UTF_8));
                    peer.send("two");
                    peer.close(1001, "going");
                    Frame frame = peer.read();
                    while (frame.opcode() != CLOSE) {
                        frame = peer.read();
                    }
                    answer.complete(frame.code());
                });
                AsyncWebSocket socket = await(AsyncWebSocket.connect(client, server.uri()))) {
            List<WebSocketMessage> messages = new ArrayList<>();
            for (WebSocketMessage message : socket) {
                messages.add(message);
            }
            assertThat(messages).containsExactly(new Text("one"), new Text("two"));
            assertThat(socket.closeCode()).hasValue(1001);
            assertThat(socket.closeReason()).isEqualTo("going");
            assertThat(await(answer)).isEqualTo(1001);
        }
    }

    private static void oneAndGone(Peer peer) throws IOException {
        peer.read();
        peer.send("one");
        peer.send(5, true, new byte[0]); // no such frame: the client breaks it off
        peer.read();
    }

    @AsyncTest
    void theConnectionBreaks() throws IOException {
        try (WebSocketServer server = new WebSocketServer(AsyncWebSocketTest::oneAndGone);
                AsyncWebSocket socket = await(AsyncWebSocket.connect(client, server.uri()))) {
            await(socket.send("go"));
            List<WebSocketMessage> messages = new ArrayList<>();
            Throwable seen = null;
            try {
                for (WebSocketMessage message : socket) {
                    messages.add(message);
                }
            } catch (UncheckedIOException e) {
                seen = e.getCause();
            }
            assertThat(messages).containsExactly(new Text("one"));
            assertThat(seen).isInstanceOf(IOException.class);
            assertThat(socket.closeCode()).isEmpty();
        }
    }

    @AsyncTest
    void aMessageThatIsTooBig() throws IOException {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        try (WebSocketServer server = new WebSocketServer(peer -> {
                    peer.send("x".repeat(10));
                    peer.send("x".repeat(11));
                    answer.complete(peer.read().code());
                });
                AsyncWebSocket socket = await(AsyncWebSocket.connect(client, server.uri(), 10, b -> b))) {
            Throwable seen = null;
            int n = 0;
            try {
                for (WebSocketMessage message : socket) {
                    n += ((Text) message).text().length();
                }
            } catch (UncheckedIOException e) {
                seen = e.getCause();
            }
            assertThat(n).isEqualTo(10);
            assertThat(seen).hasMessageContaining("limit of 10");
            assertThat(await(answer)).isEqualTo(1008);
        }
    }

    @AsyncTest
    void whoDoesNotTakeMessagesHoldsTheServerUp() throws IOException {
        int all = 2000;
        AtomicInteger sent = new AtomicInteger();
        try (WebSocketServer server = new WebSocketServer(peer -> {
                    for (int i = 0; i < all; i++) {
                        peer.send(WebSocketServer.BINARY, true, new byte[100_000]);
                        sent.incrementAndGet();
                    }
                    peer.close(1000, "");
                    peer.read();
                });
                AsyncWebSocket socket = await(AsyncWebSocket.connect(client, server.uri()))) {
            AsyncIterator<WebSocketMessage> messages = socket.iterator();
            assertThat(await(messages.hasNextAsync())).isTrue();
            for (int i = 0; i < 200; i++) {
                await(getRunningLoop().runInExecutor(null, () -> null));
            }
            assertThat(sent.get()).isLessThan(all);
            int got = 0;
            for (WebSocketMessage message : socket) {
                got += ((Binary) message).bytes().length / 100_000;
            }
            assertThat(got).isEqualTo(all);
        }
    }

    @AsyncTest
    void aCancelledWaitTakesNothing() throws IOException {
        try (WebSocketServer server = new WebSocketServer(AsyncWebSocketTest::echo);
                AsyncWebSocket socket = await(AsyncWebSocket.connect(client, server.uri()))) {
            AsyncIterator<WebSocketMessage> messages = socket.iterator();
            Task<Boolean> waiting = createTask(messages.hasNextAsync());
            await(sleep(0));
            waiting.cancel();
            await(socket.send("x"));
            assertThat(await(messages.hasNextAsync())).isTrue();
            assertThat(messages.next()).isEqualTo(new Text("x"));
            assertThat(waiting.isCancelled()).isTrue();
        }
    }

    @AsyncTest
    void aServerThatWantsNone() throws IOException {
        try (TestServer server = new TestServer(exchange -> exchange.sendResponseHeaders(404, -1))) {
            String uri = server.uri("/").toString().replace("http:", "ws:");
            assertThat(await(failure(AsyncWebSocket.connect(client, java.net.URI.create(uri)))))
                    .isInstanceOf(java.net.http.WebSocketHandshakeException.class);
        }
    }
}
