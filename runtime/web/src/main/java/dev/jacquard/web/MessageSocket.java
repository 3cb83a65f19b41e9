package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.vertx.VertxWebSocket;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WebSocket of Vert.x as users of the web layer see it, on either side. */
final class MessageSocket implements WebSocket {
    private static final int NORMAL = 1000;
    private static final int ABNORMAL = 1006;
    private static final int TOO_BIG = 1009;
    private static final int REASON_BYTES = 123;

    private final VertxWebSocket socket;
    private final @Nullable Request request;
    private final int maxMessage;
    private final Messages messages;
    private List<Runnable> whenDrained = new ArrayList<>();
    private int reading; // so many wait for a message or a goodbye, and see the end there
    private int goodbye; // the status with which we have said it, or 0

    /**
     * Takes a socket over.
     *
     * @param request that it began with, or null on the client's side
     * @param maxMessage the largest message that is taken, in bytes
     */
    MessageSocket(VertxWebSocket socket, @Nullable Request request, int maxMessage) {
        this.socket = socket;
        this.request = request;
        this.maxMessage = maxMessage;
        this.messages = new Messages();
    }

    VertxWebSocket vertx() {
        return socket;
    }

    // ---- receiving -----------------------------------------------------------------------------

    @Override
    public AsyncIterator<WebSocketMessage> iterator() {
        return messages;
    }

    private final class Messages implements AsyncIterator<WebSocketMessage> {
        private final AsyncIterator<dev.jacquard.vertx.WebSocketMessage> inner = socket.iterator();

        @Override
        @Async
        public Coroutine<Boolean> hasNextAsync() {
            boolean more;
            reading++;
            try {
                more = await(inner.hasNextAsync());
            } catch (dev.jacquard.vertx.WebSocketClosedException e) {
                throw closed(e);
            } finally {
                reading--;
            }
            if (!more && socket.isLost()) {
                throw new WebSocketClosedException(ABNORMAL, "");
            }
            return Coroutine.of(more);
        }

        @Override
        public WebSocketMessage next() {
            return checked(inner.next());
        }
    }

    @Async
    private Coroutine<SocketMessage> receive() {
        reading++;
        try {
            return Coroutine.of(checked(await(socket.receive())));
        } catch (dev.jacquard.vertx.WebSocketClosedException e) {
            throw closed(e);
        } finally {
            reading--;
        }
    }

    private SocketMessage checked(dev.jacquard.vertx.WebSocketMessage message) {
        SocketMessage m = new SocketMessage(message);
        if (m.isLongerThan(maxMessage)) {
            dismiss(TOO_BIG, null);
            throw new WebSocketClosedException(TOO_BIG, "A message of more than " + maxMessage + " bytes");
        }
        return m;
    }

    @Override
    @Async
    public Coroutine<String> receiveText() {
        return Coroutine.of(await(receive()).text());
    }

    @Override
    @Async
    public <T> Coroutine<T> receiveJson(Class<T> type) {
        return Coroutine.of(await(receive()).json(type));
    }

    private static WebSocketClosedException closed(dev.jacquard.vertx.WebSocketClosedException e) {
        return new WebSocketClosedException(e.code(), e.reason() == null ? "" : e.reason());
    }

    /** Whether somebody waits for a message now. */
    boolean isRead() {
        return reading > 0;
    }

    // ---- sending -------------------------------------------------------------------------------

    @Override
    @Async
    public Coroutine<Void> send(String text) {
        checkOpen();
        try {
            await(socket.send(text));
        } catch (dev.jacquard.vertx.WebSocketClosedException e) {
            throw closed(e);
        }
        return Coroutine.done();
    }

    @Override
    @Async
    public Coroutine<Void> send(byte[] bytes) {
        checkOpen();
        try {
            await(socket.send(Buffer.buffer(bytes)));
        } catch (dev.jacquard.vertx.WebSocketClosedException e) {
            throw closed(e);
        }
        return Coroutine.done();
    }

    @Override
    public Coroutine<Void> sendJson(Object value) {
        return send(new String(Json.write(value), StandardCharsets.UTF_8));
    }

    /** Nothing may follow a goodbye. */
    private void checkOpen() {
        if (goodbye != 0) {
            throw new WebSocketClosedException(goodbye, "");
        }
    }

    /** Calls somebody once, when the connection takes more again; it has to be open. */
    void whenDrained(Runnable told) {
        if (whenDrained.isEmpty()) {
            socket.socket().drainHandler(v -> drained()); // of which there is one, for all rooms
        }
        whenDrained.add(told);
    }

    private void drained() {
        List<Runnable> told = whenDrained;
        whenDrained = new ArrayList<>();
        told.forEach(Runnable::run);
    }

    // ---- the end -------------------------------------------------------------------------------

    @Override
    public boolean isOpen() {
        return goodbye == 0 && socket.closeCode() == null;
    }

    @Override
    @Async
    public Coroutine<Void> close(int code, String reason) {
        if (goodbye != 0) {
            await(socket.waitClosed());
            return Coroutine.done();
        }
        check(code, reason);
        goodbye = code;
        reading++; // for the answer
        try {
            await(socket.closeAsync(code, reason.isEmpty() ? null : reason));
        } finally {
            reading--;
        }
        return Coroutine.done();
    }

    private static void check(int code, String reason) {
        boolean isOfTheProtocol = code == NORMAL || code == 1001 || code == 1003 || (code >= 1007 && code <= 1014);
        if (!isOfTheProtocol && (code < 3000 || code > 4999)) {
            throw new IllegalArgumentException(
                    "A WebSocket cannot be closed with " + code
                            + "; use 1000 or another status of RFC 6455 that may be sent, or one of your own from 3000 to 4999");
        }
        int length = reason.getBytes(StandardCharsets.UTF_8).length;
        if (length > REASON_BYTES) {
            throw new IllegalArgumentException("The reason for closing a WebSocket has " + length
                    + " bytes of UTF-8; it may have " + REASON_BYTES);
        }
    }

    @Override
    public Coroutine<Void> closeAsync() {
        return close(NORMAL, "");
    }

    /** Says goodbye and does not wait. */
    void dismiss(int code, @Nullable String reason) {
        if (isOpen()) {
            goodbye = code;
            Future<Void> unused = socket.socket().close((short) code, reason);
        }
    }

    @Override
    public Request request() {
        if (request == null) {
            throw new IllegalStateException("A client's WebSocket has no request");
        }
        return request;
    }

    @Override
    public String pathParam(String name) {
        return request().pathParam(name);
    }

    @Override
    public String toString() {
        return "WebSocket[" + (request == null ? socket.socket().remoteAddress() : request.path())
                + (isOpen() ? "" : ", closed: " + socket.closeCode()) + "]";
    }
}
