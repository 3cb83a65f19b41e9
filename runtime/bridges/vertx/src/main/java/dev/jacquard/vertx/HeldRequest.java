package dev.jacquard.vertx;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/**
 * A request that can be held until somebody reads it. What comes for a request without handlers is lost in Vert.x, its
 * end too, after which it takes none. So whoever serves a request with a task holds it when the first step is done and
 * nobody reads; the first who asks for the body, in whichever way, or upgrades the connection, gets all of it.
 *
 * <pre>
 *   free ── hold ──▶ held ── somebody reads ──▶ read
 *     ◀── letGo ─────┘
 * </pre>
 */
public final class HeldRequest extends HttpServerRequestWrapper {
    private static final byte FREE = 0;
    private static final byte HELD = 1;
    private static final byte READ = 2;

    private byte state = FREE;
    private boolean upgrading;
    private boolean listened; // somebody has a handler for its chunks or its end

    private HeldRequest(HttpServerRequestInternal request) {
        super(request);
    }

    /**
     * A request as it is to be given to those who may read it late.
     *
     * @param request one that Vert.x has just given to its handler
     */
    public static HeldRequest of(HttpServerRequest request) {
        return request instanceof HeldRequest held ? held : new HeldRequest((HttpServerRequestInternal) request);
    }

    /** Nothing of it passes from now on, unless somebody reads it already or it has ended. */
    public void hold() {
        if (state == FREE && !delegate.isEnded()) {
            delegate.pause();
            state = HELD;
        }
    }

    /**
     * It goes its way: to those who get it next, who may hold or read it in this same call, else nowhere. To be called
     * before it is handed on, and when the response has ended: the connection may have another request. Does nothing if
     * it is not held.
     */
    public void letGo() {
        if (state == HELD) {
            state = FREE;
            flow();
        }
    }

    /** Whether it waits for somebody to read it. */
    public boolean isHeld() {
        return state == HELD;
    }

    /** Whether handlers will be told of the rest of it, or of the connection that it becomes: they may answer then. */
    public boolean hasListeners() {
        return upgrading || (listened && !delegate.isEnded());
    }

    /** Somebody has a handler for what comes. */
    private void read() {
        boolean held = state == HELD;
        state = READ;
        if (held) {
            flow(); // soon: the other handlers are set in this call
        }
    }

    /** Somebody has a say on when it comes. */
    private void taken() {
        state = READ;
    }

    private void flow() {
        if (!delegate.isEnded()) {
            try {
                delegate.resume();
            } catch (IllegalStateException e) {
                // a stream that was reset just now
            }
        }
    }

    // ---- who reads -----------------------------------------------------------------------------

    @Override
    public HttpServerRequest handler(@Nullable Handler<Buffer> handler) {
        delegate.handler(handler);
        return listening(handler != null);
    }

    @Override
    public HttpServerRequest endHandler(@Nullable Handler<Void> handler) {
        delegate.endHandler(handler);
        return listening(handler != null);
    }

    @Override
    public HttpServerRequest uploadHandler(@Nullable Handler<HttpServerFileUpload> handler) {
        delegate.uploadHandler(handler);
        return listening(handler != null);
    }

    private HttpServerRequest listening(boolean on) {
        listened = on;
        if (on) {
            read();
        }
        return this;
    }

    @Override
    public HttpServerRequest exceptionHandler(@Nullable Handler<Throwable> handler) {
        delegate.exceptionHandler(handler);
        return this;
    }

    @Override
    public HttpServerRequest setExpectMultipart(boolean expect) {
        delegate.setExpectMultipart(expect);
        return this;
    }

    @Override
    public Future<Buffer> body() {
        Future<Buffer> body = delegate.body();
        listening(true);
        return body;
    }

    @Override
    public Future<Void> end() {
        Future<Void> end = delegate.end();
        listening(true);
        return end;
    }

    @Override
    public HttpServerRequest pause() {
        delegate.pause();
        taken();
        return this;
    }

    @Override
    public HttpServerRequest resume() {
        delegate.resume();
        taken();
        return this;
    }

    @Override
    public HttpServerRequest fetch(long amount) {
        delegate.fetch(amount);
        taken();
        return this;
    }

    // ---- who makes something else of its connection --------------------------------------------

    @Override
    public Future<ServerWebSocket> toWebSocket() {
        Future<ServerWebSocket> socket = delegate.toWebSocket(); // lets it flow itself
        taken();
        upgrading = true;
        socket.onFailure(e -> upgrading = false);
        return socket;
    }

    @Override
    public Future<NetSocket> toNetSocket() {
        Future<NetSocket> socket = delegate.toNetSocket();
        upgrading = true;
        socket.onFailure(e -> upgrading = false);
        read();
        return socket;
    }
}
