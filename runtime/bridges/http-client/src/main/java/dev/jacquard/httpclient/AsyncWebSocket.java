package dev.jacquard.httpclient;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.waitFor;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.internal.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A WebSocket as a client has it: its messages are gone through, and end when the other side closes it.
 *
 * <pre>{@code
 * try (AsyncWebSocket socket = await(AsyncWebSocket.connect(client, uri))) {
 *     await(socket.send("hello"));
 *     for (WebSocketMessage message : socket) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>Who does not take its messages holds the other side up, after 16 of them; then pongs and the end are not noticed
 * either. The JDK does not always tell of a connection that ends without a farewell just after a message; a
 * {@link #ping} in a timeout finds that out. Several tasks may send, one after the other has its turn.
 */
public final class AsyncWebSocket implements AsyncIterable<WebSocketMessage>, AsyncCloseable {
    /** The longest message, if nothing else is said: 1 MiB, or as many UTF-16 units. */
    public static final int DEFAULT_LIMIT = 1 << 20;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final WebSocket socket;
    private final Incoming incoming;
    private final Turns turns = new Turns();
    private boolean closeSent;

    private AsyncWebSocket(WebSocket socket, Incoming incoming) {
        this.socket = socket;
        this.incoming = incoming;
    }

    /** {@link #connect(HttpClient, URI, int, UnaryOperator)} with {@link #DEFAULT_LIMIT}. */
    public static Coroutine<AsyncWebSocket> connect(HttpClient client, URI uri) throws IOException {
        return connect(client, uri, DEFAULT_LIMIT, builder -> builder);
    }

    /**
     * Connects. If it is cancelled, the connection is aborted.
     *
     * @param uri {@code ws://...} or {@code wss://...}
     * @param limit of a message: bytes, or UTF-16 units of a text; the socket is closed with code 1008 if one is longer
     * @param options headers, subprotocols, a timeout
     * @throws IOException if there is no connection, or the server does not want a WebSocket: a
     *     {@link java.net.http.WebSocketHandshakeException}
     */
    @Async
    @SuppressWarnings("FutureReturnValueIgnored") // of what is not wanted any more
    public static Coroutine<AsyncWebSocket> connect(
            HttpClient client, URI uri, int limit, UnaryOperator<WebSocket.Builder> options) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("Limit cannot be <= 0: " + limit);
        }
        Incoming incoming = new Incoming(getRunningLoop(), limit);
        CompletableFuture<WebSocket> opening =
                options.apply(client.newWebSocketBuilder()).buildAsync(uri, incoming);
        WebSocket socket;
        try {
            socket = await(opening, IOException.class);
        } catch (Throwable e) {
            opening.cancel(true);
            opening.thenAccept(WebSocket::abort);
            throw e;
        }
        incoming.attach(socket);
        return Coroutine.of(new AsyncWebSocket(socket, incoming));
    }

    /** The subprotocol that the server has chosen, or nothing. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    // ---- receiving -----------------------------------------------------------------------------

    /**
     * The messages, until the other side closes the socket. A wait that is cancelled takes none.
     *
     * @return throws {@link UncheckedIOException} if the connection breaks
     */
    @Override
    public AsyncIterator<WebSocketMessage> iterator() {
        return new Messages();
    }

    private final class Messages implements AsyncIterator<WebSocketMessage> {
        @Override
        @Async
        public Coroutine<Boolean> hasNextAsync() {
            while (incoming.isEmpty() && !incoming.hasEnded()) {
                await(incoming.nextSignal());
            }
            if (incoming.isEmpty()) {
                try {
                    checkNotBroken();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Coroutine.of(!incoming.isEmpty());
        }

        @Override
        public WebSocketMessage next() {
            WebSocketMessage message = incoming.poll();
            if (message == null) {
                throw new NoSuchElementException();
            }
            return message;
        }
    }

    private void checkNotBroken() throws IOException {
        Throwable e = incoming.failure();
        if (e instanceof IOException io) {
            throw io;
        }
        if (e != null) {
            throw new IOException(e);
        }
    }

    /** The code with which the other side has closed it, such as 1000; nothing before that. */
    public OptionalInt closeCode() {
        int code = incoming.closeCode();
        return code < 0 ? OptionalInt.empty() : OptionalInt.of(code);
    }

    /** The reason that came with {@link #closeCode}; may be empty. */
    public String closeReason() {
        return incoming.closeReason();
    }

    // ---- sending -------------------------------------------------------------------------------

    /**
     * Sends a text, and waits until the connection has taken it. If it is cancelled, the message goes all the same if
     * its turn had come.
     *
     * @throws IOException if the connection is broken, or closed on either side
     */
    public Coroutine<Void> send(String text) throws IOException {
        return inTurn(() -> socket.sendText(text, true));
    }

    /** Sends a binary message. The bytes are copied. */
    public Coroutine<Void> send(byte[] bytes) throws IOException {
        byte[] copy = bytes.clone();
        return inTurn(() -> socket.sendBinary(ByteBuffer.wrap(copy), true));
    }

    /**
     * Sends a ping and waits for its pong.
     *
     * @param payload at most 125 bytes, which come back
     * @throws IOException if the connection breaks or is closed meanwhile
     * @throws IllegalArgumentException if the payload is longer
     */
    @Async
    public Coroutine<Void> ping(byte[] payload) throws IOException {
        byte[] copy = payload.clone();
        Awaitable<Void> answered = incoming.ping(copy);
        await(inTurn(() -> socket.sendPing(ByteBuffer.wrap(copy))));
        await(answered);
        if (incoming.hasEnded()) {
            checkNotBroken();
            throw new IOException("The WebSocket was closed before the pong came");
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> inTurn(Supplier<CompletionStage<WebSocket>> sending) throws IOException {
        try (Turns.Turn turn = await(turns.take())) {
            CompletionStage<WebSocket> sent = sending.get();
            await(turn.hold(createTask(Awaitable.of(sent).asCoroutine())), IOException.class);
        }
        return Coroutine.done();
    }

    // ---- the end -------------------------------------------------------------------------------

    /** {@link #close(int, String)} with 1000: all is done. */
    @Override
    public Coroutine<Void> closeAsync() {
        return close(1000, "");
    }

    /**
     * Tells the other side that it is over, if it has not told us, and waits for its answer, 10 seconds at most;
     * messages that come before it are dropped. Does not throw if the connection is broken. If it is cancelled, the
     * connection is aborted.
     *
     * @param code 1000, or from 3000 to 4999, or another one that RFC 6455 allows
     * @param reason at most 123 bytes in UTF-8
     * @throws IllegalArgumentException if the code or the reason is not allowed
     */
    @Async
    public Coroutine<Void> close(int code, String reason) {
        boolean orderly = false;
        try {
            if (!closeSent && !incoming.hasEnded()) {
                await(inTurn(() -> socket.sendClose(code, reason)));
                closeSent = true;
            }
            incoming.discard();
            await(waitFor(untilEnded(), CLOSE_TIMEOUT));
            orderly = incoming.failure() == null;
        } catch (IOException | AsyncTimeoutException e) {
            // there is nothing left that could be closed in order
        } catch (IllegalArgumentException e) {
            orderly = true; // nothing was sent: it is as it was
            throw e;
        } finally {
            if (!orderly) {
                socket.abort();
                incoming.end(new IOException("The WebSocket was closed"));
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> untilEnded() {
        while (!incoming.hasEnded()) {
            await(incoming.nextSignal());
        }
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "AsyncWebSocket[" + (incoming.hasEnded() ? "ended" : "open") + "]";
    }
}
