package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** A barrier was aborted, or reset while tasks waited. {@code asyncio.BrokenBarrierError}. */
public class BrokenBarrierError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public BrokenBarrierError() {}

    /** With a message. */
    public BrokenBarrierError(@Nullable String message) {
        super(message);
    }
}
