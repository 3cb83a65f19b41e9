package dev.jacquard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.time.DateTimeException;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What Jackson, or a constructor that it calls, has refused, as an error of a property. */
final class JsonFailures {
    private JsonFailures() {}

    /**
     * Adds it to the errors at a place.
     *
     * @throws RuntimeException what the user's code has thrown otherwise than to say that a value is wrong
     */
    static void add(Throwable e, JavaType type, @Nullable JsonNode node, JsonPlace place) {
        int entered = 0;
        if (e instanceof JsonMappingException m) {
            for (JsonMappingException.Reference r : m.getPath()) {
                place.enter(r.getFieldName() != null ? r.getFieldName() : (Object) r.getIndex());
                entered++;
            }
        }
        place.wrong(message(e, type, entered == 0 ? node : null));
        for (; entered > 0; entered--) {
            place.leave();
        }
    }

    private static String message(Throwable e, JavaType type, @Nullable JsonNode node) {
        Throwable cause = e.getCause();
        if (e instanceof InvalidFormatException f) {
            return "must be " + wanted(f.getTargetType()) + ", not " + show(f.getValue());
        }
        if (isRefusal(e)) {
            return said(e);
        }
        if (cause != null && isRefusal(cause)) {
            return said(cause);
        }
        if (cause instanceof RuntimeException thrown && !(cause instanceof NullPointerException)) {
            throw thrown;
        }
        if (e instanceof MismatchedInputException m && node != null && !(cause instanceof NullPointerException)) {
            Class<?> target = m.getTargetType() == null ? type.getRawClass() : m.getTargetType();
            return "must be " + wanted(target) + ", not " + JsonPlace.show(node);
        }
        if (e instanceof JsonProcessingException j) {
            return j.getOriginalMessage().lines().findFirst().orElse("is not valid");
        }
        throw e instanceof RuntimeException r ? r : new IllegalStateException(e);
    }

    /** Whether code that makes a value says by an exception that it cannot be made of this. */
    static boolean isRefusal(Throwable e) {
        return e instanceof IllegalArgumentException || e instanceof DateTimeException;
    }

    private static String said(Throwable e) {
        return e.getMessage() == null ? "is not valid" : e.getMessage();
    }

    private static String show(@Nullable Object value) {
        return value instanceof String s
                ? JsonPlace.show(com.fasterxml.jackson.databind.node.TextNode.valueOf(s))
                : String.valueOf(value);
    }

    /** What is wanted, in words. */
    static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of " + String.join(", ", names(type));
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == char.class || type == Character.class) {
            return "one character";
        }
        if (TemporalAccessor.class.isAssignableFrom(type) || TemporalAmount.class.isAssignableFrom(type)) {
            return time(type);
        }
        if (type == byte[].class) {
            return "Base64";
        }
        return "a valid " + type.getSimpleName();
    }

    private static String time(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "LocalDate" -> "a date such as 2026-01-31";
            case "LocalTime" -> "a time such as 13:45:00";
            case "LocalDateTime" -> "a date and time such as 2026-01-31T13:45:00";
            case "Instant" -> "an instant such as 2026-01-31T13:45:00Z";
            case "OffsetDateTime", "ZonedDateTime" -> "a date and time such as 2026-01-31T13:45:00+01:00";
            case "Duration" -> "a duration such as PT1M30S";
            case "Period" -> "a period such as P1Y2M3D";
            case "YearMonth" -> "a month such as 2026-01";
            default -> "a " + type.getSimpleName().toLowerCase(Locale.ROOT) + " in ISO form";
        };
    }

    /** An enum's constants as they are written in JSON. */
    static List<String> names(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            names.add(Json.name((Enum<?>) constant));
        }
        return names;
    }
}
