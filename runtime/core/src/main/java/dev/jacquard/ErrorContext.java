package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * What a loop's exception handler is told.
 *
 * @param message what happened
 * @param exception the exception, if there is one
 * @param source the task, future, handle or generator in which it happened, if known
 */
public record ErrorContext(
        String message, @Nullable Throwable exception, @Nullable Object source) {}
