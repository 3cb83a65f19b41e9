package dev.jacquard.vertx;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of frames. Vert.x' own handlers of messages are kept as well, since only they know the limit of a
 * message, and what they have decoded is used where it can be trusted: text that is not UTF-8 has U+FFFD in it then,
 * and a message that begins with an empty frame breaks them.
 */
final class WebSocketAssembly {
    private static final char REPLACEMENT = '\uFFFD';

    /** Of a message that Vert.x does not count. */
    private static final int LIMIT = 262_144;

    private final WebSocketBase socket;
    private final Consumer<? super WebSocketMessage> whole;
    private final Refusal refusal;

    // of the frame that is being told of, if it is a message of its own or a message's last
    private @Nullable String text;
    private @Nullable Buffer data;

    // of a message of many frames
    private @Nullable Buffer parts;
    private boolean ofText;
    private boolean counted;

    /** Takes a message that cannot be accepted. */
    interface Refusal {
        void refuse(int code, String reason);
    }

    /** @param whole takes messages */
    WebSocketAssembly(WebSocketBase socket, Consumer<? super WebSocketMessage> whole, Refusal refusal) {
        this.socket = socket;
        this.whole = whole;
        this.refusal = refusal;
        listen();
        socket.frameHandler(this::frame);
    }

    private void listen() {
        socket.textMessageHandler(t -> text = t);
        socket.binaryMessageHandler(b -> data = b);
    }

    /** Vert.x forgets what it has of a message, and counts no more until it is asked to listen again. */
    private void unlisten() {
        socket.textMessageHandler(null);
        socket.binaryMessageHandler(null);
    }

    /** No message is wanted any more. */
    void stop() {
        parts = null;
        if (!socket.isClosed()) {
            unlisten();
            socket.frameHandler(null);
        }
    }

    /** Called after Vert.x' own assembly has had the frame. */
    private void frame(WebSocketFrame frame) {
        String t = text;
        Buffer d = data;
        text = null;
        data = null;
        if (frame.type() == WebSocketFrameType.CONTINUATION) {
            part(frame);
        } else if (frame.type() != WebSocketFrameType.TEXT && frame.type() != WebSocketFrameType.BINARY) {
            return; // they are not counted
        } else if (!frame.isFinal()) {
            begin(frame);
        } else if (frame.type() == WebSocketFrameType.BINARY) {
            whole.accept(new WebSocketMessage.Binary(d != null ? d : frame.binaryData()));
        } else {
            text(t, frame.binaryData());
        }
        if (!frame.isFinal()) {
            socket.fetch(1); // Vert.x counts frames
        }
    }

    private void begin(WebSocketFrame frame) {
        parts = Buffer.buffer().appendBuffer(frame.binaryData()); // a copy: Vert.x appends to the frame's
        ofText = frame.type() == WebSocketFrameType.TEXT;
        counted = parts.length() > 0;
        if (!counted) {
            unlisten();
            listen();
        }
    }

    private void part(WebSocketFrame frame) {
        Buffer all = parts;
        if (all == null) {
            return;
        }
        Buffer more = frame.binaryData();
        if (!counted && all.length() + more.length() > LIMIT) {
            refusal.refuse(1009, "A message of more than " + LIMIT + " bytes");
            return;
        }
        all.appendBuffer(more);
        if (!frame.isFinal()) {
            return;
        }
        parts = null;
        if (ofText) {
            text(null, all);
        } else {
            whole.accept(new WebSocketMessage.Binary(all));
        }
    }

    private void text(@Nullable String decoded, Buffer bytes) {
        String t = decoded;
        if (t == null || t.indexOf(REPLACEMENT) >= 0) {
            try {
                t = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.getBytes()))
                        .toString();
            } catch (CharacterCodingException e) {
                refusal.refuse(1007, "Text that is not UTF-8");
                return;
            }
        }
        whole.accept(new WebSocketMessage.Text(t));
    }
}
