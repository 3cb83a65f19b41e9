package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** WebSockets of servers and clients of Vert.x, all on the loop's thread, with each backend. */
@Timeout(30)
class WebSocketTest extends LoopsThread {
    private int port;

    @Async
    private <X extends Exception> Coroutine<Void> serve(
            ThrowingAsyncFunction<? super VertxWebSocket, Void, X> handler) {
        Handler<ServerWebSocket> sockets = AsyncHandlers.webSocket(handler);
        var options = new HttpServerOptions().setMaxWebSocketMessageSize(1_000_000);
        var server = VertxLoop.vertx().createHttpServer(options).webSocketHandler(sockets);
        port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        return Coroutine.done();
    }

    private Coroutine<VertxWebSocket> connect(String path) {
        var client = VertxLoop.vertx().createWebSocketClient(new WebSocketClientOptions());
        return VertxWebSocket.connect(
                client,
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path));
    }

    @Async
    private Coroutine<Void> echo(VertxWebSocket socket) {
        for (WebSocketMessage message : socket) {
            assertOnLoop();
            if (message instanceof WebSocketMessage.Binary binary) {
                await(socket.send(binary.data()));
            } else {
                await(socket.send(message.text()));
            }
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void echoesTextAndBytes(IoBackend backend) {
        onLoop(backend, () -> {
            await(serve(this::echo));
            try (VertxWebSocket socket = await(connect("/"))) {
                await(socket.send("häuser"));
                assertThat(await(socket.receive())).isEqualTo(new WebSocketMessage.Text("häuser"));
                await(socket.send(Buffer.buffer("ab")));
                WebSocketMessage second = await(socket.receive());
                assertThat(second.isText()).isFalse();
                assertThat(second.text()).isEqualTo("ab");
                assertOnLoop();
            }
            return Coroutine.done();
        });
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void behindARouter(IoBackend backend) {
        onLoop(backend, () -> {
            Router router = Router.router(VertxLoop.vertx());
            router.get("/echo").handler(AsyncRoutes.webSocket(this::echo));
            var server = VertxLoop.vertx().createHttpServer().requestHandler(router);
            port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
            try (VertxWebSocket socket = await(connect("/echo"))) {
                await(socket.send("a"));
                assertThat(await(socket.receive()).text()).isEqualTo("a");
            }
            return Coroutine.done();
        });
    }

    /** What the server sends with its handshake, and its goodbye, are not lost. */
    @ParameterizedTest
    @EnumSource
    void messagesBeforeAnybodyAsksAreThere(IoBackend backend) {
        List<String> seen = onLoop(backend, () -> {
            await(serve(this::greet));
            VertxWebSocket socket = await(connect("/"));
            await(socket.waitClosed());
            List<String> texts = new ArrayList<>();
            for (WebSocketMessage m : socket) {
                texts.add(m.text());
            }
            assertThat(socket.closeCode()).isEqualTo(1000);
            assertThat(socket.isLost()).isFalse();
            assertThat(await(VertxFuturesTest.failureOf(socket.receive())))
                    .isInstanceOf(WebSocketClosedException.class)
                    .hasMessageContaining("1000");
            assertThat(await(VertxFuturesTest.failureOf(socket.send("a"))))
                    .isInstanceOf(WebSocketClosedException.class);
            return Coroutine.of(texts);
        });
        assertThat(seen).containsExactly("one", "two", "three");
    }

    @Async
    private Coroutine<Void> greet(VertxWebSocket socket) {
        await(socket.send("one"));
        await(socket.send("two"));
        await(socket.send("three"));
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfManyFramesIsOne(IoBackend backend) {
        onLoop(backend, () -> {
            await(serve(this::echo));
            try (VertxWebSocket socket = await(connect("/"))) {
                var raw = socket.socket();
                raw.writeFrame(WebSocketFrame.textFrame("<", false));
                for (int i = 0; i < 100; i++) {
                    raw.writeFrame(WebSocketFrame.continuationFrame(buffer("x"), false));
                }
                raw.writeFrame(WebSocketFrame.continuationFrame(buffer(">"), true));
                assertThat(await(socket.receive()).text()).isEqualTo("<" + "x".repeat(100) + ">");
            }
            return Coroutine.done();
        });
    }

    private static Buffer buffer(String s) {
        return Buffer.buffer(s);
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReaderHoldsTheSenderBack(IoBackend backend) {
        onLoop(backend, () -> {
            int[] sent = {0};
            await(serve(socket -> flood(socket, sent)));
            VertxWebSocket socket = await(connect("/"));
            int before;
            do {
                before = sent[0];
                await(sleep(50));
            } while (sent[0] != before);
            assertThat(before).isBetween(16, 1999);
            int received = 0;
            for (WebSocketMessage m : socket) {
                assertThat(m.text()).startsWith(received + ":");
                received++;
            }
            assertThat(received).isEqualTo(2000);
            return Coroutine.done();
        });
        assertThat(errors).isEmpty();
    }

    @Async
    private Coroutine<Void> flood(VertxWebSocket socket, int[] sent) {
        String filling = "x".repeat(40_000);
        for (int i = 0; i < 2000; i++) {
            await(socket.send(i + ":" + filling));
            sent[0]++;
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void aGoodbyeEndsTheIterationAfterAllMessages(IoBackend backend) {
        List<String> seen = new ArrayList<>();
        onLoop(backend, () -> {
            Promise<String> ended = new Promise<>();
            await(serve(socket -> collect(socket, seen, ended)));
            VertxWebSocket socket = await(connect("/"));
            for (int i = 0; i < 50; i++) {
                await(socket.send("" + i));
            }
            await(socket.closeAsync(4000, "tired"));
            assertThat(await(ended)).isEqualTo("end 4000 tired");
            return Coroutine.done();
        });
        assertThat(seen).hasSize(50).startsWith("0").endsWith("49");
    }

    @Async
    private Coroutine<Void> collect(VertxWebSocket socket, List<String> seen, Promise<String> ended) {
        try {
            for (WebSocketMessage m : socket) {
                await(sleep(1)); // slower than they come
                seen.add(m.text());
            }
            ended.setResult("end " + socket.closeCode() + " " + socket.socket().closeReason());
        } catch (Throwable e) {
            ended.setException(e);
            throw e;
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void aLostConnectionCancelsTheTask(IoBackend backend) {
        onLoop(backend, () -> {
            Promise<String> ended = new Promise<>();
            await(serve(socket -> waits(socket, ended)));
            VertxWebSocket socket = await(connect("/"));
            await(socket.receive());
            await(breakOff(socket));
            assertThat(await(ended)).isEqualTo(Requests.GONE);
            assertThat(socket.isLost()).isTrue();
            return Coroutine.done();
        });
        assertThat(errors).isEmpty();
    }

    /** Closes the client's connection below the WebSocket. */
    @Async
    static Coroutine<Void> breakOff(VertxWebSocket socket) {
        var connection = ((io.vertx.core.internal.http.WebSocketInternal) socket.socket()).channelHandlerContext();
        connection.channel().pipeline().firstContext().close(); // without a farewell
        await(socket.waitClosed());
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waits(VertxWebSocket socket, Promise<String> ended) {
        try {
            await(socket.send("begun"));
            await(sleep(1_000_000));
        } catch (CancelledError e) {
            ended.setResult(e.getMessage());
            throw e;
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void aFailureClosesWith1011(IoBackend backend) {
        onLoop(backend, () -> {
            await(serve(socket -> failing()));
            VertxWebSocket socket = await(connect("/"));
            await(socket.waitClosed());
            assertThat(socket.closeCode()).isEqualTo(1011);
            return Coroutine.done();
        });
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).exception()).hasMessage("broken");
    }

    @Async
    private static Coroutine<Void> failing() {
        await(sleep(1));
        throw new IllegalStateException("broken");
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsTooBigIsRefused(IoBackend backend) {
        onLoop(backend, () -> {
            await(serve(this::echo));
            VertxWebSocket socket = await(connect("/"));
            await(socket.send("ok"));
            assertThat(await(socket.receive()).text()).isEqualTo("ok");
            Task<Throwable> sending = createTask(VertxFuturesTest.failureOf(socket.send("x".repeat(2_000_000))));
            await(socket.waitClosed());
            assertThat(socket.closeCode()).isEqualTo(1009);
            await(sending);
            return Coroutine.done();
        });
        assertThat(errors).isEmpty(); // the client's fault
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledReceiveLosesNothing(IoBackend backend) {
        onLoop(backend, () -> {
            await(serve(this::echo));
            try (VertxWebSocket socket = await(connect("/"))) {
                Task<?> early = createTask(socket.receive());
                await(sleep(1));
                early.cancel();
                await(VertxFuturesTest.failureOf(early));
                await(socket.send("a"));
                assertThat(await(socket.receive()).text()).isEqualTo("a");
            }
            return Coroutine.done();
        });
    }
}
