package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.annotations.Async;
import dev.jacquard.vertx.VertxWebSocket;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A WebSocket of a server, from its handshake to its end. */
final class SocketSession {
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int POLICY = 1008;
    private static final int FAILED = 1011;
    private static final int REASON_BYTES = 123;

    private final Exchange exchange;
    private final SocketHandler handler;
    private final MessageSocket socket;

    private SocketSession(Exchange exchange, SocketHandler handler, MessageSocket socket) {
        this.exchange = exchange;
        this.handler = handler;
        this.socket = socket;
    }

    /** Makes the handshake and serves the WebSocket. */
    @Async
    static Coroutine<Void> serve(Exchange exchange, Response response, Response.Body.Socket body) {
        HttpServerRequest http = exchange.request().http;
        WebSocketOptions options = body.options();
        Handshakes.negotiate(http, options);
        for (int i = 0; i < response.headerList().size(); i += 2) {
            http.response()
                    .headers()
                    .add(response.headerList().get(i), response.headerList().get(i + 1));
        }
        VertxWebSocket accepted;
        try {
            accepted = await(VertxWebSocket.accept(http));
        } catch (Exception e) {
            await(refuse(exchange, e));
            return Coroutine.done();
        }
        MessageSocket socket = new MessageSocket(accepted, exchange.request(), options.maxMessage());
        exchange.upgraded();
        accepted.whenLeft(() -> {
            if (!socket.isRead()) {
                exchange.leftSocket();
            }
        });
        Duration period = options.heartbeat();
        Heartbeat heartbeat = period == null ? null : new Heartbeat(accepted, period);
        exchange.app().sockets().add(socket);
        try {
            await(new SocketSession(exchange, body.handler(), socket).run());
        } finally {
            exchange.app().sockets().remove(socket);
            if (heartbeat != null) {
                heartbeat.stop();
            }
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> refuse(Exchange exchange, Exception e) {
        if (exchange.isGone()) {
            await(exchange.left(e));
        }
        if (exchange.out().headWritten()) {
            exchange.app().report("The handshake of a WebSocket has failed", e, exchange.request());
        } else {
            Response problem = new HttpProblem(400, "This is no handshake of a WebSocket").toResponse();
            await(new ResponseWriter(exchange, problem).write());
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> run() {
        try {
            await(handler.handle(socket));
            socket.dismiss(NORMAL, null);
        } catch (CancelledError e) {
            socket.dismiss(GOING_AWAY, null);
            throw e;
        } catch (LoopExit e) {
            throw e;
        } catch (WebSocketClosedException e) {
            if (socket.isOpen()) {
                failed(e); // of another WebSocket
            } else {
                exchange.fail(e); // it has gone while it was used
            }
        } catch (HttpProblem e) {
            exchange.fail(e);
            socket.dismiss(e.status() < 500 ? POLICY : FAILED, shortened(e.getMessage()));
        } catch (Throwable e) {
            failed(e);
        }
        return Coroutine.done();
    }

    private void failed(Throwable e) {
        exchange.fail(e);
        exchange.app().report("Unhandled exception in the handler of a WebSocket", e, socket);
        socket.dismiss(FAILED, null);
    }

    private static @Nullable String shortened(@Nullable String reason) {
        if (reason == null || reason.getBytes(StandardCharsets.UTF_8).length <= REASON_BYTES) {
            return reason;
        }
        return reason.substring(0, Math.min(reason.length(), REASON_BYTES / 3)); // of 3 bytes at most each
    }
}
