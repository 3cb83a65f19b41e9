package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** A queue was shut down, and no more can be put into it or got from it. {@code asyncio.QueueShutDown}. */
public class QueueShutDown extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public QueueShutDown() {}

    /** With a message. */
    public QueueShutDown(@Nullable String message) {
        super(message);
    }
}
