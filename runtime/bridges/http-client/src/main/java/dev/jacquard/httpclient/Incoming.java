package dev.jacquard.httpclient;

import dev.jacquard.EventLoop;
import dev.jacquard.OutsideWork;
import dev.jacquard.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What comes out of a WebSocket: on the client's threads, each signal is posted to the loop. */
final class Incoming implements WebSocket.Listener {
    /** Messages that may wait to be taken. */
    private static final int AHEAD = 16;

    /** RFC 6455, 7.4.1: for lack of a better one, as the client is not allowed to send 1009. */
    private static final int POLICY = 1008;

    /** What the JDK gives if there was no farewell. */
    private static final int NO_FAREWELL = 1006;

    private record Ping(byte[] payload, Promise<@Nullable Void> answered) {}

    private final EventLoop loop;
    private final int limit;

    // on the loop's thread
    private final ArrayDeque<WebSocketMessage> messages = new ArrayDeque<>();
    private final ArrayDeque<Ping> pings = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private @Nullable Promise<@Nullable Void> waiter;
    private @Nullable WebSocket socket;
    private @Nullable OutsideWork source;
    private boolean owed; // a request, as soon as there is room
    private boolean discards;
    private boolean ended;
    private Runnable closed = () -> {};
    private @Nullable Throwable failure;
    private int closeCode = -1;
    private String closeReason = "";

    Incoming(EventLoop loop, int limit) {
        this.loop = loop;
        this.limit = limit;
    }

    // ---- on the client's threads ---------------------------------------------------------------

    @Override
    public void onOpen(WebSocket s) {} // asks for nothing until it is attached

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket s, CharSequence data, boolean last) {
        String part = data.toString();
        post(s, () -> text(part, last));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket s, ByteBuffer data, boolean last) {
        byte[] part = bytes(data);
        post(s, () -> binary(part, last));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket s, ByteBuffer message) {
        post(s, this::more); // the client has answered
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket s, ByteBuffer message) {
        byte[] payload = bytes(message);
        post(s, () -> answered(payload));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket s, int code, String reason) {
        post(s, () -> closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket s, Throwable e) {
        post(s, () -> end(e));
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        return copy;
    }

    private void post(WebSocket s, Runnable signal) {
        try {
            loop.callSoonThreadSafe(signal);
        } catch (IllegalStateException e) {
            s.abort(); // the loop is closed, nobody will take anything
        }
    }

    // ---- the same on the loop's thread ---------------------------------------------------------

    void attach(WebSocket s) {
        if (!ended) {
            closed = loop.opened("AsyncWebSocket[" + s + "]");
        }
        socket = s;
        source = loop.outsideSource();
        s.request(1);
    }

    private void text(String part, boolean last) {
        text.append(part);
        if (isTooBig(text.length())) {
            return;
        }
        if (last) {
            add(new WebSocketMessage.Text(text.toString()));
            text.setLength(0);
        }
        more();
    }

    private void binary(byte[] part, boolean last) {
        binary.writeBytes(part);
        if (isTooBig(binary.size())) {
            return;
        }
        if (last) {
            add(new WebSocketMessage.Binary(binary.toByteArray()));
            binary.reset();
        }
        more();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is over anyway
    private boolean isTooBig(int size) {
        if (size > limit && !discards) {
            WebSocket s = socket;
            if (s != null) {
                s.sendClose(POLICY, "The message is too big").whenComplete((w, e) -> s.abort());
            }
            end(new IOException("A message is longer than the limit of " + limit));
        }
        return ended;
    }

    private void add(WebSocketMessage message) {
        if (!discards) {
            messages.add(message);
            wake();
        }
    }

    private void more() {
        if (messages.size() < AHEAD) {
            request();
        } else {
            owed = true;
        }
    }

    private void request() {
        WebSocket s = socket;
        if (s != null && !ended) {
            s.request(1);
        }
    }

    @SuppressWarnings("NullAway") // void's value
    private void answered(byte[] payload) {
        boolean known = pings.stream().anyMatch(p -> Arrays.equals(p.payload(), payload));
        for (Iterator<Ping> i = pings.iterator(); known && i.hasNext(); ) {
            Ping ping = i.next(); // one that was sent before counts as answered too
            i.remove();
            if (!ping.answered().isDone()) {
                ping.answered().setResult(null);
            }
            known = !Arrays.equals(ping.payload(), payload);
        }
        more();
    }

    private void closed(int code, String reason) {
        if (code == NO_FAREWELL) {
            end(new IOException("The connection was closed without a farewell"));
        } else if (!ended) {
            closeCode = code;
            closeReason = reason;
            end(null);
        }
    }

    /** Nothing comes any more. */
    @SuppressWarnings("NullAway") // void's value
    void end(@Nullable Throwable e) {
        if (ended) {
            return;
        }
        ended = true;
        closed.run();
        failure = e;
        if (source != null) {
            source.close();
        }
        for (Ping ping : pings) {
            if (!ping.answered().isDone()) {
                ping.answered().setResult(null); // it looks at why
            }
        }
        pings.clear();
        wake();
    }

    @SuppressWarnings("NullAway") // void's value
    private void wake() {
        Promise<@Nullable Void> w = waiter;
        waiter = null;
        if (w != null && !w.isDone()) {
            w.setResult(null);
        }
    }

    // ---- asked by the user's side --------------------------------------------------------------

    /** To be awaited when there is nothing, and it has not ended. */
    Promise<@Nullable Void> nextSignal() {
        if (waiter != null && !waiter.isDone()) {
            throw new IllegalStateException("Another task is waiting for messages");
        }
        Promise<@Nullable Void> w = new Promise<>(loop);
        waiter = w;
        return w;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    @Nullable
    WebSocketMessage poll() {
        WebSocketMessage message = messages.poll();
        if (owed && messages.size() < AHEAD) {
            owed = false;
            request();
        }
        return message;
    }

    /** From now on messages are dropped: only the end is waited for. */
    void discard() {
        discards = true;
        messages.clear();
        if (owed) {
            owed = false;
            request();
        }
    }

    Promise<@Nullable Void> ping(byte[] payload) {
        Promise<@Nullable Void> answered = new Promise<>(loop);
        pings.add(new Ping(payload, answered));
        return answered;
    }

    boolean hasEnded() {
        return ended;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }
}
