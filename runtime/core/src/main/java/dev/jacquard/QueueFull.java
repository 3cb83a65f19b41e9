package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** An item was to be put at once into a queue that is full. {@code asyncio.QueueFull}. */
public class QueueFull extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public QueueFull() {}

    /** With a message. */
    public QueueFull(@Nullable String message) {
        super(message);
    }
}
