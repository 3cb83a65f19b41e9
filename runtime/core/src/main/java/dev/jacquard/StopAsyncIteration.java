package dev.jacquard;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** There is no further element. Python's {@code StopAsyncIteration}. */
public class StopAsyncIteration extends NoSuchElementException {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public StopAsyncIteration() {}

    /** With a message. */
    public StopAsyncIteration(@Nullable String message) {
        super(message);
    }
}
