package dev.jacquard.vertx;

import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What Vert.x and Netty say when the other side of a connection or a stream has gone. They have many ways to say it,
 * and say it to whoever waits for a write before they tell the handlers of the request.
 */
public final class ClientGone {
    /** What a task is told that is cancelled since its client has gone. */
    static final String MESSAGE = "The client has gone away";

    /** Of exceptions whose class says nothing. */
    private static final Set<String> MESSAGES = Set.of(
            "Connection was closed",
            "Stream was closed",
            "Stream reset",
            "Request ended",
            "WebSocket is closed",
            "Stream closed before write could take place");

    private ClientGone() {}

    /**
     * Whether an exception says that nobody is there any more.
     *
     * @param e of a write, or one that a handler of Vert.x' was given
     */
    public static boolean tells(@Nullable Throwable e) {
        if (e == null) {
            return false;
        }
        if (e instanceof HttpClosedException
                || e instanceof StreamResetException
                || e instanceof ClosedChannelException
                || e instanceof SocketException
                || e instanceof SSLException) {
            return true;
        }
        String message = e.getMessage();
        if (e instanceof IOException) {
            return message != null && isOfASocket(message);
        }
        if (e instanceof Http2Exception http2 && Http2Exception.isStreamError(http2)) {
            return true;
        }
        return message != null && MESSAGES.contains(message);
    }

    /** In the words of the operating system, with those of the native transports around them. */
    private static boolean isOfASocket(String message) {
        return message.contains("Broken pipe")
                || message.contains("onnection reset")
                || message.contains("Connection aborted")
                || message.contains("Connection timed out");
    }
}
