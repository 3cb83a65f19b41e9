package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** An item was wanted at once from a queue that has none. {@code asyncio.QueueEmpty}. */
public class QueueEmpty extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public QueueEmpty() {}

    /** With a message. */
    public QueueEmpty(@Nullable String message) {
        super(message);
    }
}
