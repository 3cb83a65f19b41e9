package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.AsyncQueue;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueShutDown;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.IoEventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of Vert.x, of a server or a client: {@code for} goes through its messages until it is closed. The other
 * side is stopped when too many messages wait to be taken.
 *
 * <pre>{@code
 * for (WebSocketMessage message : socket) {
 *     await(socket.send(message.text()));
 * }
 * }</pre>
 *
 * <p>An orderly closing ends the iteration, after the messages that came before; a lost connection does as well, with
 * {@link #closeCode} 1006. What breaks the protocol is refused, with status 1002, text that is not UTF-8 with 1007, and
 * a message that is too long with 1009: the iteration ends with a {@link WebSocketClosedException} then.
 */
public final class VertxWebSocket implements AsyncIterable<WebSocketMessage>, AsyncCloseable {
    private static final int ROOM = 16;
    private static final int ABNORMAL = 1006;
    private static final short GOING_AWAY = 1001;
    private static final int REASON_BYTES = 123;

    private final WebSocketBase socket;
    private final IoEventLoop loop = Net.nettyLoop();
    private final AsyncQueue<WebSocketMessage> arrived = new AsyncQueue<>();
    private final AsyncEvent closed = new AsyncEvent();
    private final Messages messages = new Messages();
    private final @Nullable WebSocketAssembly assembly;
    private final @Nullable Channel channel;
    private @Nullable Runnable whenLeft;
    private List<Runnable> whenClosed = List.of();
    private int refused; // with this status, for what the other side has sent
    private @Nullable String refusal;
    private boolean iterated;
    private int receiving; // so many wait in receive

    /** Held, for Vert.x closes a client with its WebSockets when nobody can reach it. */
    @SuppressWarnings({"unused", "FieldCanBeLocal", "UnusedVariable"})
    private @Nullable WebSocketClient client;

    private boolean ended; // no message will come any more
    private int taken; // and not asked for again

    private VertxWebSocket(WebSocketBase socket, @Nullable Channel channel) {
        this.socket = socket;
        this.channel = channel;
        if (socket.isClosed()) {
            assembly = null;
            finish();
            return;
        }
        socket.pause();
        assembly = new WebSocketAssembly(socket, this::arrive, this::refuse);
        socket.exceptionHandler(this::failed);
        socket.endHandler(v -> saidGoodbye());
        socket.closeHandler(v -> closed());
        socket.shutdownHandler(v -> goAway());
        if (channel != null) {
            WebSocketViolations.watch(channel, this::refuse);
        }
        socket.fetch(ROOM);
    }

    /**
     * Opens a WebSocket.
     *
     * @param client a client of {@link VertxLoop}
     * @param options where to
     * @return the open WebSocket, or the exception that Vert.x has for it; a cancelled attempt is closed as soon as it
     *     succeeds
     */
    @Async
    public static Coroutine<VertxWebSocket> connect(WebSocketClient client, WebSocketConnectOptions options) {
        // Handlers at once: a socket that the other side has closed again takes none.
        VertxWebSocket socket = await(opened(client.connect(options).map(VertxWebSocket::of)));
        socket.client = client; // used after the await as well, so it is held while that waits
        return Coroutine.of(socket);
    }

    /**
     * Answers a request for a WebSocket.
     *
     * @param request a request of {@link VertxLoop} that nobody has read yet
     * @return the open WebSocket, or the exception that Vert.x has for it; a cancelled attempt is closed as soon as it
     *     succeeds
     */
    @Async
    public static Coroutine<VertxWebSocket> accept(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        return Coroutine.of(await(opened(request.toWebSocket().map(socket -> of(socket, connection)))));
    }

    @Async
    private static Coroutine<VertxWebSocket> opened(Future<VertxWebSocket> opening) {
        try {
            return Coroutine.of(await(awaitable(opening)));
        } catch (CancelledError e) {
            opening.onSuccess(unwanted -> unwanted.socket.close());
            throw e;
        }
    }

    /**
     * Takes over the handlers of a WebSocket of {@link VertxLoop}: in the call in which Vert.x hands it out, or
     * messages that came with it are lost.
     *
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static VertxWebSocket of(WebSocketBase socket) {
        return new VertxWebSocket(Objects.requireNonNull(socket, "socket"), WebSocketViolations.channelOf(socket));
    }

    /** A WebSocket that was a request, which says more of its connection than a router lets the socket say. */
    static VertxWebSocket of(ServerWebSocket socket, HttpConnection connection) {
        Channel channel = WebSocketViolations.channelOf(socket);
        return new VertxWebSocket(socket, channel != null ? channel : WebSocketViolations.channelOf(connection));
    }

    // ---- told by Vert.x ------------------------------------------------------------------------

    private void arrive(WebSocketMessage message) {
        if (!ended) {
            arrived.putNowait(message);
        }
    }

    private void failed(Throwable e) {
        int code = WebSocketViolations.codeOf(e);
        if (code != 0) {
            refuse(code, String.valueOf(e.getMessage()));
        } // else it is lost, and closed() comes next
    }

    /** What the other side has sent is not accepted: nothing more is, and it is told why. */
    private void refuse(int code, String reason) {
        if (refused != 0 || closed.isSet()) {
            return;
        }
        refused = code;
        refusal = shortened(reason);
        stop();
        end();
        if (!socket.isClosed()) {
            socket.resume(); // so that its goodbye is seen
            Future<Void> unused = socket.close((short) code, refusal);
            flush();
        }
    }

    /** The server, or the client, is being shut down. */
    private void goAway() {
        if (!socket.isClosed()) {
            Future<Void> unused = socket.close(GOING_AWAY, null);
            flush();
        }
    }

    private void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    private static String shortened(String reason) {
        byte[] bytes = reason.getBytes(UTF_8);
        if (bytes.length <= REASON_BYTES) {
            return reason;
        }
        return reason.substring(0, Math.min(reason.length(), REASON_BYTES / 3)); // of 3 bytes at most each
    }

    private void saidGoodbye() {
        end();
        tellLeft();
    }

    private void closed() {
        socket.fetch(Long.MAX_VALUE); // what has come and was held back, given soon
        loop.execute(this::finish);
    }

    private void finish() {
        stop();
        end();
        closed.set();
        tellLeft();
        List<Runnable> told = whenClosed;
        whenClosed = List.of();
        told.forEach(Runnable::run);
    }

    private void stop() {
        if (assembly != null) {
            assembly.stop();
        }
    }

    private void end() {
        ended = true;
        arrived.shutdown();
    }

    /** Who iterates, or waits for a message, sees the end there, if it was a proper one. */
    private void tellLeft() {
        Runnable told = whenLeft;
        if (told != null && (isLost() || (!iterated && receiving == 0))) {
            whenLeft = null;
            told.run();
        }
    }

    /** How many messages have come and are not taken. */
    public int waiting() {
        return arrived.size();
    }

    /**
     * Calls somebody when the connection is closed, from whichever side; at once if it is.
     *
     * @param told throws nothing
     */
    public void whenClosed(Runnable told) {
        if (closed.isSet()) {
            told.run();
        } else {
            whenClosed = new ArrayList<>(whenClosed); // few, and seldom
            whenClosed.add(told);
        }
    }

    /** One more who wants to know, in Vert.x' own call, that the other side has left, unless it is seen otherwise. */
    public void whenLeft(Runnable told) {
        whenLeft = told;
        if (ended) {
            tellLeft();
        }
    }

    // ---- receiving -----------------------------------------------------------------------------

    /**
     * Waits for a message. A cancelled wait loses none.
     *
     * @return the next one
     * @throws WebSocketClosedException if it is closed and all messages are taken
     */
    @Async
    public Coroutine<WebSocketMessage> receive() {
        WebSocketMessage found = messages.next;
        if (found != null) {
            messages.next = null;
            return Coroutine.of(found);
        }
        receiving++;
        try {
            return Coroutine.of(await(take()));
        } catch (QueueShutDown e) {
            throw closedException();
        } finally {
            receiving--;
        }
    }

    @Async
    private Coroutine<WebSocketMessage> take() {
        WebSocketMessage message = await(arrived.get());
        if (++taken >= ROOM / 2 && !closed.isSet()) {
            int n = taken;
            taken = 0;
            socket.fetch(n);
        }
        return Coroutine.of(message);
    }

    @Override
    public AsyncIterator<WebSocketMessage> iterator() {
        return messages;
    }

    private final class Messages implements AsyncIterator<WebSocketMessage> {
        private @Nullable WebSocketMessage next;

        @Override
        @Async
        public Coroutine<Boolean> hasNextAsync() {
            if (next != null) {
                return Coroutine.of(true);
            }
            iterated = true;
            try {
                next = await(take());
            } catch (QueueShutDown end) {
                iterated = false;
                if (refused != 0) {
                    throw closedException();
                }
                return Coroutine.of(false);
            }
            return Coroutine.of(true);
        }

        @Override
        public WebSocketMessage next() {
            WebSocketMessage message = next;
            if (message == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return message;
        }
    }

    // ---- sending -------------------------------------------------------------------------------

    /**
     * Sends a message of text. Returns at once while there is room, else when it is written.
     *
     * @throws WebSocketClosedException if it is closed
     */
    @Async
    public Coroutine<Void> send(String text) {
        checkOpen();
        await(sent(socket.writeTextMessage(text)));
        return Coroutine.done();
    }

    /**
     * Sends a message of bytes; see {@link #send(String)}.
     *
     * @throws WebSocketClosedException if it is closed
     */
    @Async
    public Coroutine<Void> send(Buffer data) {
        checkOpen();
        await(sent(socket.writeBinaryMessage(data)));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> sent(Future<Void> written) {
        if (written.isComplete() ? written.failed() : !socket.isClosed() && socket.writeQueueFull()) {
            try {
                await(awaitable(written));
            } catch (Exception e) {
                if (socket.isClosed() || ClientGone.tells(e)) {
                    throw closedException();
                }
                throw e;
            }
        }
        return Coroutine.done();
    }

    private void checkOpen() {
        if (socket.isClosed() || refused != 0) {
            throw closedException();
        }
    }

    // ---- the end -------------------------------------------------------------------------------

    /** The status code of RFC 6455 with which it was closed, or null: it is open. */
    public @Nullable Integer closeCode() {
        if (refused != 0) {
            return refused;
        }
        if (!socket.isClosed()) {
            return null; // Vert.x would stumble over it
        }
        Short code = socket.closeStatusCode();
        return code == null ? Integer.valueOf(ABNORMAL) : Integer.valueOf(code);
    }

    /** Whether its connection was lost without a closing handshake. */
    public boolean isLost() {
        Integer code = closeCode();
        return code != null && code == ABNORMAL;
    }

    private WebSocketClosedException closedException() {
        Integer code = closeCode();
        return new WebSocketClosedException(
                code == null ? ABNORMAL : code, refused != 0 ? refusal : socket.closeReason());
    }

    /** Waits until the connection is closed, from whichever side. */
    public Coroutine<Void> waitClosed() {
        return closed.waitAsync();
    }

    /** Closes it with status 1000; see {@link #closeAsync(int, String)}. */
    @Override
    public Coroutine<Void> closeAsync() {
        return closeAsync(1000, null);
    }

    /**
     * Says goodbye, and waits until the other side has answered and the connection is closed, or Vert.x' time for it is
     * over. Closing again waits only.
     *
     * @param code a status code of RFC 6455
     * @param reason 123 bytes at most, or null
     * @throws IllegalArgumentException if it is none that may be sent, or the reason is too long
     */
    @Async
    public Coroutine<Void> closeAsync(int code, @Nullable String reason) {
        if (!WebSocketCloseStatus.isValidStatusCode(code)) {
            throw new IllegalArgumentException(code + " is no status with which a WebSocket may be closed. Use one of"
                    + " RFC 6455, or your own between 4000 and 4999.");
        }
        if (reason != null && reason.getBytes(UTF_8).length > REASON_BYTES) {
            throw new IllegalArgumentException(
                    "The reason for closing a WebSocket has more than " + REASON_BYTES + " bytes: " + reason);
        }
        if (!socket.isClosed()) {
            await(awaitable(socket.close((short) code, reason)));
        }
        return Coroutine.done();
    }

    /** Cuts the connection, without a goodbye: for a peer that does not answer any more. */
    public void abort() {
        ChannelHandlerContext first =
                channel == null ? null : channel.pipeline().firstContext();
        if (first != null) {
            ChannelFuture unused = first.close(); // past Vert.x, which would say goodbye
        } else if (!socket.isClosed()) {
            Future<Void> unused = socket.close();
        }
    }

    /** What it is made of. */
    public WebSocketBase socket() {
        return socket;
    }

    @Override
    public String toString() {
        Integer code = closeCode();
        return "VertxWebSocket["
                + socket.remoteAddress()
                + (code == null ? "" : ", closed: " + code)
                + ", "
                + arrived.size()
                + " waiting]";
    }
}
