package dev.jacquard.httpclient;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.CancelEverywhere;
import dev.jacquard.testing.CancelEverywhere.At;
import dev.jacquard.testing.TestTime;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Exchanges and web sockets, cancelled at each turn of the loop: none stays open. */
@CancelEverywhere(at = At.LOOP_TURNS)
@AsyncSettings(time = TestTime.REAL)
class CancelledHttpTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[100_000]);
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @AsyncTest
    void response() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
        try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
            assertThat(await(response.body().readAll(100_000))).hasSize(100_000);
        }
    }

    @AsyncTest
    void responseThatIsNotRead() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
        try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    private static void echo(WebSocketServer.Peer peer) throws IOException {
        WebSocketServer.Frame frame = peer.read();
        peer.send(frame.opcode(), true, frame.payload());
        if (frame.opcode() != WebSocketServer.CLOSE) {
            frame = peer.read();
            peer.send(frame.opcode(), true, frame.payload());
        }
    }

    @AsyncTest
    void webSocket() throws IOException {
        try (WebSocketServer sockets = new WebSocketServer(CancelledHttpTest::echo);
                AsyncWebSocket socket = await(AsyncWebSocket.connect(client, sockets.uri()))) {
            await(socket.send("hello"));
            for (WebSocketMessage message : socket) {
                assertThat(message).isEqualTo(new WebSocketMessage.Text("hello"));
                break;
            }
        }
    }
}
