package dev.jacquard.testing;

import org.jspecify.annotations.Nullable;

/** A test took too long. The message has the await graph of all tasks. */
public final class TestTimeoutError extends AssertionError {
    private static final long serialVersionUID = 1;

    TestTimeoutError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
