package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With which status a WebSocket is closed, and for what. */
@Timeout(60)
class SocketCodesTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Async
    private Coroutine<Void> iterates(WebSocket socket) {
        try {
            for (WebSocketMessage m : socket) {
                seen.add(m.text());
            }
            seen.add("end");
        } catch (WebSocketClosedException e) {
            seen.add("closed " + e.code());
            throw e;
        }
        return Coroutine.done();
    }

    /** What nobody may send, each with the status that it gets; masks are zero. */
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("an unmasked frame", 1002, new int[] {0x81, 1, 'a'}),
                Arguments.of("a reserved opcode", 1002, new int[] {0x83, 0x80, 0, 0, 0, 0}),
                Arguments.of("a reserved bit", 1002, new int[] {0xC1, 0x81, 0, 0, 0, 0, 'a'}),
                Arguments.of("a control frame in parts", 1002, new int[] {0x09, 0x80, 0, 0, 0, 0}),
                Arguments.of("a continuation of nothing", 1002, new int[] {0x80, 0x81, 0, 0, 0, 0, 'a'}),
                Arguments.of("a close status that is none", 1002, new int[] {0x88, 0x82, 0, 0, 0, 0, 3, 0xE7}),
                Arguments.of("a close payload of one byte", 1002, new int[] {0x88, 0x81, 0, 0, 0, 0, 3}),
                Arguments.of("text that is not UTF-8", 1007, new int[] {0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28}),
                Arguments.of(
                        "a frame beyond the limit", 1009, new int[] {0x82, 0xFF, 0, 0, 0, 0, 0x7F, 0, 0, 0, 0, 0, 0, 0
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void faultsAreToldAndClosed(String fault, int status, int[] frame) throws Exception {
        try (Served s = Served.start(WebApp.create().webSocket("/", this::iterates));
                Peer p = new Peer(s, "/")) {
            p.text("before");
            assertThat(next()).isEqualTo("before");
            assertThat(p.raw(frame).hear()).as(fault).startsWith("close " + status);
            assertThat(next()).isEqualTo("closed " + status);
            assertThat(s.errors).isEmpty();
        }
    }

    private String next() throws InterruptedException {
        return seen.poll(8, TimeUnit.SECONDS);
    }

    @Test
    void theHandlersEndIs1000() throws Exception {
        try (Served s = Served.start(WebApp.create().webSocket("/", w -> w.send("bye")));
                Peer p = new Peer(s, "/")) {
            assertThat(p.hear()).isEqualTo("bye");
            assertThat(p.hear()).isEqualTo("close 1000");
            assertThat(p.goodbye(1000).hear()).isEqualTo("eof");
        }
    }

    @Test
    void theEndOfAnotherWebSocketIsAFailureOfThisOne() throws Exception {
        WebApp app = WebApp.create().webSocket("/", w -> {
            throw new WebSocketClosedException(1006, "another");
        });
        try (Served s = Served.start(app);
                Peer p = new Peer(s, "/")) {
            assertThat(p.hear()).isEqualTo("close 1011");
            assertThat(s.errors).singleElement().isInstanceOf(WebSocketClosedException.class);
        }
    }

    @Async
    private Coroutine<Void> refusals(WebSocket socket) {
        for (int code : new int[] {999, 1002, 1004, 1005, 1006, 1015, 2999, 5000}) {
            try {
                await(socket.close(code, ""));
            } catch (IllegalArgumentException e) {
                seen.add(String.valueOf(code));
            }
        }
        try {
            await(socket.close(1000, "é".repeat(62)));
        } catch (IllegalArgumentException e) {
            seen.add("reason");
        }
        await(socket.send("open " + socket.isOpen()));
        await(socket.close(4001, "é".repeat(61)));
        try {
            await(socket.send("late"));
        } catch (WebSocketClosedException e) {
            seen.add("late " + e.code());
        }
        await(socket.close(4002, "again"));
        return Coroutine.done();
    }

    @Test
    void closingIsCheckedAndDoneOnce() throws Exception {
        try (Served s = Served.start(WebApp.create().webSocket("/", this::refusals));
                Peer p = new Peer(s, "/")) {
            assertThat(p.hear()).isEqualTo("open true");
            assertThat(p.hear()).isEqualTo("close 4001" + "é".repeat(61));
            assertThat(p.goodbye(4001).hear()).isEqualTo("eof");
            for (String refused : "999 1002 1004 1005 1006 1015 2999 5000 reason".split(" ")) {
                assertThat(next()).isEqualTo(refused);
            }
            assertThat(next()).isEqualTo("late 4001");
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void fragmentsMakeOneMessageOfCodePointsInHalves() throws Exception {
        try (Served s = Served.start(WebApp.create().webSocket("/", this::iterates));
                Peer p = new Peer(s, "/")) {
            p.send(0x01, new byte[] {(byte) 0xC3}).send(0x89, new byte[0]).send(0x80, new byte[] {(byte) 0xA9});
            assertThat(next()).isEqualTo("é");
            IntStream.range(0, 50).forEach(i -> quietly(p, "m" + i));
            for (int i = 0; i < 50; i++) {
                assertThat(next()).isEqualTo("m" + i);
            }
        }
    }

    private static void quietly(Peer p, String text) {
        try {
            p.text(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
