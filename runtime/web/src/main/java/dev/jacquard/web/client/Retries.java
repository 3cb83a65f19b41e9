package dev.jacquard.web.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is repeated, and when. */
final class Retries {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");
    private static final Set<Integer> TEMPORARY = Set.of(429, 502, 503, 504);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 10;

    private Retries() {}

    static boolean isIdempotent(String method) {
        return IDEMPOTENT.contains(method);
    }

    static boolean isTemporary(int status) {
        return TEMPORARY.contains(status);
    }

    /** Twice as long each time. */
    static Duration backOff(int repetitions) {
        Duration d = FIRST.multipliedBy(1L << Math.min(repetitions, MAX_DOUBLINGS));
        return d.compareTo(LONGEST) < 0 ? d : LONGEST;
    }

    /** What the server asks for, or else the back-off. */
    static Duration pause(ClientResponse r, int repetitions) {
        Duration asked = retryAfter(r.header("retry-after").orElse(null));
        return asked == null ? backOff(repetitions) : asked;
    }

    private static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant when = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            Duration d = Duration.between(Instant.now(), when);
            return d.isNegative() ? Duration.ZERO : d;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
