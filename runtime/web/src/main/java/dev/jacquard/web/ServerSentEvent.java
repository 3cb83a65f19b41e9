package dev.jacquard.web;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of {@code text/event-stream} (HTML standard, 9.2).
 *
 * @param data its text, any lines
 * @param event its type, or null: {@code message}
 * @param id what a client that connects again sends as {@code Last-Event-ID}, or null
 * @param retry after how long a client connects again, in whole milliseconds, or null
 */
public record ServerSentEvent(String data, @Nullable String event, @Nullable String id, @Nullable Duration retry) {
    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if the type or the id has a line break, or the id a NUL, or retry is negative
     */
    public ServerSentEvent {
        Objects.requireNonNull(data, "data is null; an event without data is not delivered");
        checkLine("event", event);
        checkLine("id", id);
        if (retry != null && retry.isNegative()) {
            throw new IllegalArgumentException("retry is negative: " + retry);
        }
    }

    private static void checkLine(String name, @Nullable String value) {
        if (value != null && value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new IllegalArgumentException(
                    "The " + name + " of an event is one line without NUL; what has lines goes into data");
        }
    }

    /** An event of data alone. */
    public static ServerSentEvent of(String data) {
        return new ServerSentEvent(data, null, null, null);
    }
}
