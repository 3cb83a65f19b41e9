package dev.jacquard.web;

import dev.jacquard.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketBase;
import java.util.ArrayDeque;
import java.util.Deque;

/** A WebSocket in a room, and what waits for it. */
final class RoomMember {
    private static final int TRY_AGAIN_LATER = 1013;

    /** On which it is told. */
    final EventLoop loop;

    private final MessageSocket socket;
    private final WebSocketBase vertx;
    private final RoomOptions options;
    private final Deque<String> waiting = new ArrayDeque<>();
    private Runnable leaving = this::leave;
    private boolean left;

    RoomMember(MessageSocket socket, EventLoop loop, RoomOptions options) {
        this.loop = loop;
        this.socket = socket;
        this.vertx = socket.vertx().socket();
        this.options = options;
    }

    /** How it leaves when it cannot be told any more. */
    void whenFull(Runnable leaving) {
        this.leaving = leaving;
    }

    /** Sends a text, now or when there is room. */
    void tell(String text) {
        if (left || !socket.isOpen()) {
            return;
        }
        if (waiting.isEmpty() && !vertx.writeQueueFull()) {
            send(text);
            return;
        }
        if (waiting.isEmpty()) {
            socket.whenDrained(this::drained);
        } else if (waiting.size() == options.queue) {
            if (options.whenFull == RoomOptions.WhenFull.CLOSE) {
                leaving.run();
                socket.dismiss(TRY_AGAIN_LATER, null);
                return;
            }
            waiting.removeFirst();
        }
        waiting.addLast(text);
    }

    private void drained() {
        while (!waiting.isEmpty() && socket.isOpen() && !vertx.writeQueueFull()) {
            send(waiting.removeFirst());
        }
        if (!waiting.isEmpty() && socket.isOpen()) {
            socket.whenDrained(this::drained);
        }
    }

    private void send(String text) {
        Future<Void> unused = vertx.writeTextMessage(text); // a failure is the connection's, which tells
    }

    void leave() {
        left = true;
        waiting.clear();
    }
}
