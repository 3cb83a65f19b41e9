package dev.jacquard.streams;

import java.io.EOFException;
import org.jspecify.annotations.Nullable;

/** A stream ended before all that was to be read had come. {@code asyncio.IncompleteReadError}, an {@code EOFError}. */
public final class IncompleteReadError extends EOFException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // an array of bytes is
    private final byte[] partial;

    private final @Nullable Integer expected;

    /**
     * An error.
     *
     * @param partial what had come
     * @param expected how many bytes were to be read; null if that was not known
     */
    public IncompleteReadError(byte[] partial, @Nullable Integer expected) {
        super(partial.length
                + " bytes read on a total of "
                + (expected == null ? "undefined" : expected)
                + " expected bytes");
        this.partial = partial.clone();
        this.expected = expected;
    }

    /** What had come before the end. */
    public byte[] partial() {
        return partial.clone();
    }

    /** How many bytes were to be read; null if that was not known. */
    public @Nullable Integer expected() {
        return expected;
    }
}
