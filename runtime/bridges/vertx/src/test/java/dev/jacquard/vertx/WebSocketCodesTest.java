package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.vertx.RawClient.frame;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With which status a WebSocket is closed, seen by a client that breaks the rules. */
@Timeout(30)
class WebSocketCodesTest extends LoopsThread {
    private static final int TEXT = 0x81;
    private static final int TEXT_BEGINS = 0x01;
    private static final int CONTINUES = 0x00;
    private static final int ENDS = 0x80;

    private interface Client<T> {
        T talk(RawClient client) throws IOException;
    }

    @Async
    private static Coroutine<Void> echo(VertxWebSocket socket) {
        for (WebSocketMessage m : socket) {
            await(socket.send(m.text()));
        }
        return Coroutine.done();
    }

    /** What a client hears, that is served behind a router and without one. */
    private <X extends Exception> String heard(
            ThrowingAsyncFunction<VertxWebSocket, Void, X> handler, Client<String> client) {
        try (Logged logged = new Logged()) {
            String heard = onLoop(IoBackend.NIO, () -> {
                Router router = Router.router(VertxLoop.vertx());
                router.get("/").handler(AsyncRoutes.webSocket(handler));
                Served routed = await(Served.by(HttpVersion.HTTP_1_1, router));
                HttpServer plain = VertxLoop.vertx().createHttpServer();
                plain.webSocketHandler(AsyncHandlers.webSocket(handler));
                await(awaitable(plain.listen(0, "127.0.0.1")));
                String first = await(toThread(() -> talk(routed.port, client)));
                String second = await(toThread(() -> talk(plain.actualPort(), client)));
                assertThat(second).isEqualTo(first);
                return Coroutine.of(first);
            });
            assertThat(logged.lines()).isEmpty();
            return heard;
        }
    }

    private static String talk(int port, Client<String> client) throws IOException {
        try (RawClient raw = RawClient.webSocket(port, "/")) {
            return client.talk(raw);
        }
    }

    private String echoed(byte[]... frames) {
        String heard = heard(WebSocketCodesTest::echo, client -> {
            for (byte[] f : frames) {
                client.send(f);
            }
            return client.heard();
        });
        assertThat(errors).isEmpty(); // it is the client's fault
        return heard;
    }

    /** What is answered to frames that are so many messages, and to the goodbye after that. */
    private String answered(int messages, byte[]... frames) {
        return heard(WebSocketCodesTest::echo, client -> {
            for (byte[] f : frames) {
                client.send(f);
            }
            StringBuilder texts = new StringBuilder();
            for (int i = 0; i < messages; i++) {
                texts.append(client.text()).append(' ');
            }
            return texts + client.send(frame(0x88, bytes(3, 232))).heard();
        });
    }

    private static byte[] bytes(int... values) {
        byte[] b = new byte[values.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) values[i];
        }
        return b;
    }

    private static byte[] together(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    // ---- 1002 ----------------------------------------------------------------------------------

    @Test
    void anUnmaskedFrame() {
        assertThat(echoed(bytes(TEXT, 1, 'a'))).isEqualTo("1002");
    }

    @Test
    void reservedOpcodes() {
        assertThat(echoed(frame(0x83, "a"))).isEqualTo("1002");
        assertThat(echoed(frame(0x8B, "a"))).isEqualTo("1002");
    }

    @Test
    void reservedBits() {
        assertThat(echoed(frame(TEXT | 0x40, "a"))).isEqualTo("1002");
        assertThat(echoed(frame(TEXT | 0x10, "a"))).isEqualTo("1002");
    }

    @Test
    void controlFramesInPartsOrTooLong() {
        assertThat(echoed(frame(0x09, "a"))).isEqualTo("1002");
        assertThat(echoed(frame(0x89, new byte[126]))).isEqualTo("1002");
    }

    @Test
    void framesOutOfOrder() {
        assertThat(echoed(frame(ENDS, "a"))).isEqualTo("1002");
        assertThat(echoed(frame(TEXT_BEGINS, "a"), frame(TEXT, "b"))).isEqualTo("1002");
    }

    @Test
    void aGoodbyeWithAStatusThatNobodyMaySend() {
        assertThat(echoed(frame(0x88, bytes(999 >> 8, 999 & 255)))).isEqualTo("1002");
        assertThat(echoed(frame(0x88, bytes(1005 >> 8, 1005 & 255)))).isEqualTo("1002");
    }

    /** What came before in the same segment is answered. */
    @Test
    void behindAGoodFrame() {
        assertThat(echoed(together(frame(TEXT, "good"), frame(0x83, "bad")))).endsWith("1002");
    }

    // ---- 1007 ----------------------------------------------------------------------------------

    @Test
    void textThatIsNotUtf8() {
        assertThat(echoed(frame(TEXT, bytes('a', 0xC3, 0x28)))).isEqualTo("1007");
        assertThat(echoed(frame(TEXT, bytes(0xED, 0xA0, 0x80)))).isEqualTo("1007"); // half of a pair
        assertThat(echoed(frame(TEXT, bytes(0xE2, 0x82)))).isEqualTo("1007"); // cut off
    }

    @Test
    void textInPartsThatIsNotUtf8() {
        assertThat(echoed(frame(TEXT_BEGINS, "a"), frame(ENDS, bytes(0xFF)))).isEqualTo("1007");
    }

    @Test
    void charactersMayBeCut() {
        assertThat(answered(
                        1, frame(TEXT_BEGINS, bytes(0xE2, 0x82)), frame(CONTINUES, bytes()), frame(ENDS, bytes(0xAC))))
                .isEqualTo("€ 1000");
    }

    @Test
    void theReplacementCharacterMayBeSent() {
        assertThat(answered(1, frame(TEXT, "a\uFFFDb"))).isEqualTo("a\uFFFDb 1000");
    }

    /** Vert.x delivers no text after it. */
    @Test
    void aMessageThatBeginsWithAnEmptyFrame() {
        assertThat(answered(
                        4,
                        frame(TEXT_BEGINS, ""),
                        frame(CONTINUES, "o"),
                        frame(ENDS, "ne"),
                        frame(TEXT, "two"),
                        frame(0x02, ""),
                        frame(ENDS, "three"),
                        frame(TEXT, "four")))
                .isEqualTo("one two three four 1000");
    }

    // ---- 1009 ----------------------------------------------------------------------------------

    @Test
    void aFrameThatIsTooLong() {
        assertThat(echoed(frame(TEXT, new byte[65_537]))).isEqualTo("1009");
    }

    @Test
    void aMessageThatIsTooLong() {
        byte[][] frames = new byte[40][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame(i == 0 ? TEXT_BEGINS : CONTINUES, new byte[10_000]);
        }
        assertThat(echoed(frames)).isEqualTo("1009");
        frames[0] = frame(TEXT_BEGINS, "");
        assertThat(echoed(frames)).isEqualTo("1009");
    }

    /** The handler may want to know. */
    @Test
    void andEndsTheIterationWithIt() {
        CompletableFuture<WebSocketClosedException> seen = new CompletableFuture<>();
        String heard = heard(socket -> iterate(socket, seen), client -> client.send(frame(TEXT, bytes(0xFF)))
                .heard());
        assertThat(heard).isEqualTo("1007");
        assertThat(seen.join().code()).isEqualTo(1007);
        assertThat(seen.join()).hasMessageContaining("UTF-8");
    }

    @Async
    private static Coroutine<Void> iterate(VertxWebSocket socket, CompletableFuture<WebSocketClosedException> seen) {
        try {
            for (WebSocketMessage m : socket) {
                await(socket.send(m.text()));
            }
        } catch (WebSocketClosedException e) {
            seen.complete(e);
            throw e;
        }
        return Coroutine.done();
    }

    // ---- 1011, 1001 ----------------------------------------------------------------------------

    @Test
    void aHandlerThatFails() {
        String heard = heard(socket -> failing(), RawClient::heard);
        assertThat(heard).isEqualTo("1011");
        assertThat(errors).hasSize(2).allSatisfy(e -> assertThat(e.exception()).hasMessage("broken"));
    }

    @Async
    private static Coroutine<Void> failing() {
        await(sleep(1));
        throw new IllegalStateException("broken");
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void aServerThatIsShutDown(IoBackend backend) {
        String heard = onLoop(backend, () -> {
            HttpServer server = VertxLoop.vertx().createHttpServer();
            AsyncEvent begun = new AsyncEvent();
            server.webSocketHandler(AsyncHandlers.webSocket(socket -> {
                begun.set();
                return echo(socket);
            }));
            await(awaitable(server.listen(0, "127.0.0.1")));
            var heardLater = dev.jacquard.Asyncio.createTask(toThread(() -> talk(server.actualPort(), client -> {
                        String status = client.heard();
                        client.send(frame(0x88, bytes(1001 >> 8, 1001 & 255)));
                        return status + client.readToEnd();
                    }))
                    .asCoroutine());
            await(begun.waitAsync());
            server.shutdown(20, TimeUnit.SECONDS);
            return heardLater.asCoroutine();
        });
        assertThat(heard).isEqualTo("1001");
        assertThat(errors).isEmpty();
    }

    @Test
    void onlyAStatusThatMayBeSent() {
        onLoop(IoBackend.NIO, () -> {
            HttpServer server = VertxLoop.vertx().createHttpServer();
            server.webSocketHandler(AsyncHandlers.webSocket(WebSocketCodesTest::echo));
            await(awaitable(server.listen(0, "127.0.0.1")));
            var client = VertxLoop.vertx().createWebSocketClient();
            var where = new io.vertx.core.http.WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(server.actualPort());
            try (VertxWebSocket socket = await(VertxWebSocket.connect(client, where))) {
                Throwable status = await(VertxFuturesTest.failureOf(socket.closeAsync(1005, null)));
                assertThat(status).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1005");
                Throwable reason = await(VertxFuturesTest.failureOf(socket.closeAsync(1000, "ä".repeat(62))));
                assertThat(reason).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("123");
                await(socket.closeAsync(1000, "a".repeat(123)));
            }
            return Coroutine.done();
        });
    }

    // ---- a client that says goodbye ------------------------------------------------------------

    private String ended(ThrowingAsyncFunction<VertxWebSocket, Void, RuntimeException> handler) {
        CompletableFuture<String> ended = new CompletableFuture<>();
        String heard = heard(socket -> until(handler.apply(socket), ended), client -> {
            client.send(frame(TEXT, "hello")).send(frame(0x88, bytes(1001 >> 8, 1001 & 255)));
            return client.heard() + client.readToEnd();
        });
        assertThat(heard).isEqualTo("1001");
        assertThat(errors).isEmpty();
        return ended.join();
    }

    @Async
    private static Coroutine<Void> until(Coroutine<Void> handler, CompletableFuture<String> ended) {
        String how = "ended";
        try {
            await(handler);
        } catch (CancelledError e) {
            how = "cancelled: " + e.getMessage();
            throw e;
        } catch (WebSocketClosedException e) {
            how = "closed: " + e.code();
            throw e;
        } finally {
            ended.complete(how);
        }
        return Coroutine.done();
    }

    @Test
    void endsATaskThatOnlyPushes() {
        assertThat(ended(socket -> {
                    await(new AsyncEvent().waitAsync());
                    return Coroutine.done();
                }))
                .isEqualTo("cancelled: The client has gone away");
    }

    @Test
    void endsATaskThatPushesAfterOneMessage() {
        assertThat(ended(socket -> {
                    await(socket.receive());
                    await(new AsyncEvent().waitAsync());
                    return Coroutine.done();
                }))
                .isEqualTo("cancelled: The client has gone away");
    }

    @Test
    void endsTheIterationOfOneThatReads() {
        assertThat(ended(socket -> {
                    for (WebSocketMessage m : socket) {
                        await(sleep(20));
                    }
                    await(sleep(1)); // it may clean up
                    return Coroutine.done();
                }))
                .isEqualTo("ended");
    }

    @Test
    void isSeenByOneThatReceives() {
        assertThat(ended(socket -> {
                    await(socket.receive());
                    await(socket.receive());
                    return Coroutine.done();
                }))
                .isEqualTo("closed: 1001");
    }
}
