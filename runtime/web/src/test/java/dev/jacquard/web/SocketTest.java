package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncEvent;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSockets, seen from the wire. */
@Timeout(60)
class SocketTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    record Said(String who, int n) {}

    @Async
    private static Coroutine<Void> echo(WebSocket socket) {
        for (WebSocketMessage m : socket) {
            if (m.isText()) {
                await(socket.send(socket.pathParam("room") + ": " + m.text()));
            } else {
                await(socket.send(m.bytes()));
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> iterates(WebSocket socket) {
        try {
            for (WebSocketMessage m : socket) {
                seen.add(m.text());
            }
            seen.add("end " + socket.isOpen());
        } catch (WebSocketClosedException e) {
            seen.add("closed " + e.code());
            throw e;
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitsElsewhere(WebSocket socket) {
        try {
            seen.add("waits");
            await(new AsyncEvent().waitAsync());
        } catch (CancelledError e) {
            seen.add("cancelled");
            throw e;
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> json(WebSocket socket) {
        Said said = await(socket.receiveJson(Said.class));
        await(socket.sendJson(Map.of("n", said.n() + 1)));
        await(socket.close(4000, "enough"));
        return Coroutine.done();
    }

    private String next() throws InterruptedException {
        return seen.poll(8, TimeUnit.SECONDS);
    }

    private Served serve() {
        return Served.start(WebApp.create()
                .webSocket("/ws/{room}", SocketTest::echo)
                .webSocket("/iterates", this::iterates)
                .webSocket("/waits", this::waitsElsewhere)
                .webSocket("/json", SocketTest::json)
                .webSocket("/fails", s -> {
                    throw new IllegalStateException("planted");
                })
                .webSocket(
                        "/chosen",
                        WebSocketOptions.builder()
                                .subprotocols("v2", "v1")
                                .maxMessage(10)
                                .origins("https://good.example")
                                .build(),
                        this::iterates)
                .get("/plain", r -> Coroutine.of("plain")));
    }

    @Test
    void messagesGoBothWays() throws Exception {
        try (Served s = serve();
                Peer p = new Peer(s, "/ws/blue")) {
            assertThat(p.head).startsWith("HTTP/1.1 101 ");
            assertThat(p.text("hi").hear()).isEqualTo("blue: hi");
            assertThat(p.send(0x82, "raw".getBytes()).hear()).isEqualTo("raw");
            assertThat(p.goodbye(1000).hear()).isEqualTo("close 1000");
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void aGoodbyeEndsTheIteration() throws Exception {
        try (Served s = serve();
                Peer p = new Peer(s, "/iterates")) {
            p.text("a").goodbye(1000);
            assertThat(next()).isEqualTo("a");
            assertThat(next()).isEqualTo("end false");
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void aLostConnectionIs1006() throws Exception {
        try (Served s = serve()) {
            Peer p = new Peer(s, "/iterates");
            p.text("a");
            assertThat(next()).isEqualTo("a");
            p.close();
            assertThat(next()).isEqualTo("closed 1006");
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void whoWaitsElsewhereIsCancelled() throws Exception {
        try (Served s = serve()) {
            try (Peer p = new Peer(s, "/waits")) {
                assertThat(next()).isEqualTo("waits");
            }
            assertThat(next()).isEqualTo("cancelled");
            try (Peer p = new Peer(s, "/waits")) {
                assertThat(next()).isEqualTo("waits");
                p.goodbye(1001);
                assertThat(next()).isEqualTo("cancelled");
            }
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void jsonAndACodeOfOnesOwn() throws Exception {
        try (Served s = serve()) {
            try (Peer p = new Peer(s, "/json")) {
                assertThat(p.text("{\"who\":\"a\",\"n\":1}").hear()).isEqualTo("{\"n\":2}");
                assertThat(p.hear()).isEqualTo("close 4000enough");
                p.goodbye(4000);
            }
            try (Peer p = new Peer(s, "/json")) {
                assertThat(p.text("{\"who\":").hear()).startsWith("close 1008The body is no JSON");
            }
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void aFailureIs1011AndTold() throws Exception {
        try (Served s = serve();
                Peer p = new Peer(s, "/fails")) {
            assertThat(p.hear()).isEqualTo("close 1011");
            assertThat(s.errors).singleElement().satisfies(e -> assertThat(e).hasMessage("planted"));
        }
    }

    @Test
    void originSubprotocolAndSize() throws Exception {
        try (Served s = serve()) {
            try (Peer p = new Peer(s, "/chosen", "Origin: https://bad.example")) {
                assertThat(p.head).startsWith("HTTP/1.1 403 ");
            }
            try (Peer p = new Peer(s, "/ws/a", "Origin: http://elsewhere")) {
                assertThat(p.head).startsWith("HTTP/1.1 403 ");
            }
            try (Peer p = new Peer(s, "/ws/a", "Origin: http://localhost", "Sec-WebSocket-Protocol: v1")) {
                assertThat(p.head).startsWith("HTTP/1.1 101 ").doesNotContain("v1");
            }
            String offer = "Sec-WebSocket-Protocol: v1, x, v2";
            try (Peer p = new Peer(s, "/chosen", "Origin: https://good.example", offer)) {
                assertThat(p.head).startsWith("HTTP/1.1 101 ").containsIgnoringCase("sec-websocket-protocol: v2");
                p.text("1234567890");
                assertThat(next()).isEqualTo("1234567890");
                assertThat(p.text("12345678901").hear()).isEqualTo("close 1009");
            }
            assertThat(next()).isEqualTo("closed 1009");
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void whatIsNoHandshake() throws Exception {
        try (Served s = serve()) {
            assertThat(s.get("/iterates")).startsWith("426 ");
            try (Peer p = new Peer(s, "/plain")) {
                assertThat(p.head).startsWith("HTTP/1.1 405 ");
            }
            try (Peer p = new Peer(s, "/none")) {
                assertThat(p.head).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void aStopSaysGoodbye() throws Exception {
        try (Served s = serve();
                Peer p = new Peer(s, "/iterates");
                Peer q = new Peer(s, "/waits")) {
            assertThat(next()).isEqualTo("waits");
            s.stop();
            assertThat(p.hear()).isEqualTo("close 1001");
            assertThat(q.hear()).isEqualTo("close 1001");
            p.goodbye(1001);
            q.goodbye(1001);
            s.awaitEnd();
            List<String> all = new ArrayList<>();
            seen.drainTo(all);
            assertThat(all).containsExactlyInAnyOrder("end false", "cancelled");
        }
    }

    @Test
    void aPeerThatDoesNotAnswerIsCut() throws Exception {
        WebApp app = WebApp.create()
                .webSocket(
                        "/",
                        WebSocketOptions.builder()
                                .heartbeat(Duration.ofMillis(20))
                                .build(),
                        this::iterates);
        try (Served s = Served.start(app);
                Peer p = new Peer(s, "/")) {
            assertThat(p.hear()).isEqualTo("eof"); // after pings
            assertThat(next()).isEqualTo("closed 1006");
        }
    }

    // ---- rooms ---------------------------------------------------------------------------------

    @Async
    private Coroutine<Void> join(Room room, WebSocket socket) {
        try (AsyncCloseable membership = room.join(socket)) {
            seen.add("joined " + room.size());
            for (WebSocketMessage m : socket) {
                room.broadcast(m.text());
            }
        }
        return Coroutine.done();
    }

    @Test
    void aRoomTellsAll() throws Exception {
        Room room = new Room();
        try (Served s = Served.start(WebApp.create().webSocket("/", w -> join(room, w)))) {
            try (Peer a = new Peer(s, "/");
                    Peer b = new Peer(s, "/")) {
                assertThat(next()).isEqualTo("joined 1");
                assertThat(next()).isEqualTo("joined 2");
                a.text("one").text("two");
                assertThat(List.of(a.hear(), a.hear(), b.hear(), b.hear())).containsExactly("one", "two", "one", "two");
                room.broadcastJson(List.of(1)); // from another thread
                assertThat(List.of(a.hear(), b.hear())).containsExactly("[1]", "[1]");
                b.goodbye(1000).hear();
                while (room.size() > 1) {
                    Thread.onSpinWait();
                }
                assertThat(a.text("three").hear()).isEqualTo("three");
            }
            while (room.size() > 0) {
                Thread.onSpinWait();
            }
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void whoDoesNotReadDelaysNobody() throws Exception {
        for (RoomOptions.WhenFull whenFull : RoomOptions.WhenFull.values()) {
            Room room =
                    new Room(RoomOptions.builder().queue(4).whenFull(whenFull).build());
            WebOptions options =
                    WebOptions.builder().gracePeriod(Duration.ofMillis(50)).build();
            try (Served s = Served.start(WebApp.create().webSocket("/", w -> join(room, w)), options);
                    Peer stalled = new Peer(s, "/");
                    Peer reads = new Peer(s, "/")) {
                assertThat(next()).isEqualTo("joined 1");
                assertThat(next()).isEqualTo("joined 2");
                String large = "x".repeat(60_000);
                for (int i = 0; i < 200; i++) { // 12 MB: more than any buffer
                    room.broadcast(large);
                    assertThat(reads.hear()).hasSize(60_000);
                }
                if (whenFull == RoomOptions.WhenFull.CLOSE) {
                    while (room.size() > 1) {
                        Thread.onSpinWait();
                    }
                } else {
                    assertThat(room.size()).isEqualTo(2);
                }
                stalled.close();
                assertThat(s.errors).isEmpty();
            }
        }
    }

    @Test
    void whatARoomDoesNotTake() {
        assertThatThrownBy(() -> RoomOptions.builder().queue(0)).hasMessageContaining("positive");
    }
}
