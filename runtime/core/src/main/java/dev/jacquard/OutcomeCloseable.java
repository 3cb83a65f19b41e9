package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * A resource whose closing depends on how its use went, such as a transaction: rolled back after a failure. Whoever
 * closes it on behalf of others tells; {@link #closeAsync()} alone says that all went well. What Python's
 * {@code __aexit__} is told.
 */
public interface OutcomeCloseable extends AsyncCloseable {
    /**
     * Closes the resource; closing again does nothing.
     *
     * @param failure what has ended its use, a {@link CancelledError} as well, or null: it went well
     */
    Coroutine<Void> closeAsync(@Nullable Throwable failure);

    @Override
    default Coroutine<Void> closeAsync() {
        return closeAsync(null);
    }
}
