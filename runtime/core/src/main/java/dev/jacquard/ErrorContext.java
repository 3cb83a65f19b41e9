package dev.jacquard;

import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loop's exception handler is told.
 *
 * @param message what happened
 * @param exception the exception, if there is one
 * @param source the task, future, handle or generator in which it happened, if known; a description of it if it is gone
 * @param createdAt in debug mode, where the source was created, innermost call first; else empty
 */
public record ErrorContext(
        String message, @Nullable Throwable exception, @Nullable Object source, List<StackTraceElement> createdAt) {

    /** One of which is not known where its source was created. */
    public ErrorContext(String message, @Nullable Throwable exception, @Nullable Object source) {
        this(message, exception, source, List.of());
    }

    /** To be told where no handler is. */
    void log() {
        String text = source == null ? message : message + " (" + source + ")";
        text += Stacks.text("Created at:", createdAt);
        System.Logger log = System.getLogger("dev.jacquard");
        if (exception == null) {
            log.log(Level.ERROR, text);
        } else {
            log.log(Level.ERROR, text, exception);
        }
    }
}
