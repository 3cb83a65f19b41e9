package dev.jacquard.streams;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Is told by a {@link Transport} what happens to it, on the loop's thread. {@code asyncio.Protocol}. An exception out
 * of one of these methods closes the transport and is told to the loop's exception handler.
 */
public interface Protocol {
    /** The first call: it is connected. */
    void connectionMade(Transport transport);

    /**
     * Bytes have come.
     *
     * @param data valid during the call only
     */
    void dataReceived(ByteBuffer data);

    /**
     * The other side sends no more.
     *
     * @return whether to keep this side open; if not, the transport closes itself
     */
    boolean eofReceived();

    /** More than the transport's high limit is not sent yet. */
    void pauseWriting();

    /** It is at the low limit again. */
    void resumeWriting();

    /**
     * The last call: it is closed.
     *
     * @param error why it broke; null if it was closed, on either side
     */
    void connectionLost(@Nullable Throwable error);
}
