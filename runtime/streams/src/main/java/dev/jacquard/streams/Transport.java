package dev.jacquard.streams;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries the bytes of one connection, and tells its {@link Protocol} what happens. {@code asyncio.Transport}. All on
 * the thread of one loop; nothing here waits.
 */
public interface Transport {
    /** The protocol that is told. */
    void setProtocol(Protocol protocol);

    /**
     * Sends bytes as soon as it can; keeps what cannot go now. Does nothing when it is closing. Tells
     * {@link Protocol#pauseWriting} if more than the high limit is kept then.
     *
     * @param bytes are copied
     * @param offset of the first
     * @param length how many
     * @throws IllegalStateException after {@link #writeEof}
     */
    void write(byte[] bytes, int offset, int length);

    /**
     * Lets go what was written and held back to go together with more. A transport does that by itself, at the latest
     * before the loop waits.
     */
    default void flush() {}

    /**
     * Ends this direction after what was written.
     *
     * @throws UnsupportedOperationException if {@link #canWriteEof} is false
     */
    void writeEof();

    /** Whether one direction can be ended alone. */
    boolean canWriteEof();

    /** Closes it: what was written is sent first; nothing is received any more. */
    void close();

    /** Closes it at once: what is not sent yet is dropped. */
    void abort();

    /** Whether it is closed or is about to be. */
    boolean isClosing();

    /** Receives nothing until {@link #resumeReading}; the sender has to wait in the end. */
    void pauseReading();

    /** Receives again. */
    void resumeReading();

    /** Bytes that were written and not sent yet. */
    int getWriteBufferSize();

    /**
     * When {@link Protocol#pauseWriting} and {@link Protocol#resumeWriting} are called.
     *
     * @param high pause above so many bytes
     * @param low resume at so many bytes or fewer
     * @throws IllegalArgumentException if not 0 <= low <= high
     */
    void setWriteBufferLimits(int high, int low);

    /**
     * What is known of it, under asyncio's names: {@code "peername"}, {@code "sockname"} (a
     * {@link java.net.SocketAddress}), {@code "ssl_object"} (a {@code javax.net.ssl.SSLSession}), {@code "pid"} ... ;
     * what there is depends on the kind. {@code get_extra_info}.
     */
    Map<String, Object> extraInfo();

    /** One of {@link #extraInfo}, or null. */
    default @Nullable Object getExtraInfo(String name) {
        return extraInfo().get(name);
    }
}
