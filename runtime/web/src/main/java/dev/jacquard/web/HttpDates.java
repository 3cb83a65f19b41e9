package dev.jacquard.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates of headers: {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC 9110, 5.6.7). */
final class HttpDates {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDates() {}

    static String format(Instant time) {
        return FORMAT.format(time);
    }

    /** Gives null for what is no date, which counts as not said. */
    static @Nullable Instant parse(String text) {
        try {
            return ZonedDateTime.parse(text.strip(), FORMAT).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
