package dev.jacquard.streams;

import java.io.IOException;

/**
 * More bytes than the reader's limit came without the separator that was looked for. {@code asyncio.LimitOverrunError}.
 */
public final class LimitOverrunError extends IOException {
    private static final long serialVersionUID = 1;

    private final int consumed;

    /**
     * An error.
     *
     * @param consumed how many of the buffered bytes are known not to contain the separator
     */
    public LimitOverrunError(String message, int consumed) {
        super(message);
        this.consumed = consumed;
    }

    /** How many of the buffered bytes do not contain the separator and may be read to get on. */
    public int consumed() {
        return consumed;
    }
}
