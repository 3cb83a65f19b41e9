package dev.jacquard.conformance;

import dev.jacquard.AsyncTimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@code TimeoutError} that the scenario raises: its message counts. */
final class AppTimeout extends AsyncTimeoutException {
    private static final long serialVersionUID = 1L;

    AppTimeout(@Nullable String message) {
        super(message);
    }
}
