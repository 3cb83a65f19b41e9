package dev.jacquard.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The scenario language's arithmetic, truth and equality. */
final class Values {
    private Values() {}

    static boolean truth(@Nullable Object value) {
        if (value == null || value.equals(false) || value.equals(0L) || value.equals("")) {
            return false;
        }
        return !(value instanceof List<?> list && list.isEmpty());
    }

    /** By value; objects by identity (none of them has an equality of its own). */
    static boolean equal(@Nullable Object one, @Nullable Object other) {
        return Objects.equals(one, other);
    }

    static long integer(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw typeError("an integer was expected");
    }

    static Duration seconds(@Nullable Object value) {
        return Duration.ofSeconds(integer(value));
    }

    /** A time as it stands in a trace: a whole number of seconds where it is one. */
    static Object seconds(Duration time) {
        return time.toNanosPart() == 0 ? (Object) time.toSeconds() : time.toNanos() / 1e9;
    }

    static List<@Nullable Object> list(@Nullable Object value) {
        if (value instanceof List<?>) {
            return Json.list(value);
        }
        throw typeError("a list was expected");
    }

    static @Nullable Object at(List<@Nullable Object> list, long index) {
        int i = Math.toIntExact(index < 0 ? index + list.size() : index);
        if (i < 0 || i >= list.size()) {
            throw new AppException("IndexError", "list index out of range");
        }
        return list.get(i);
    }

    /** {@code + - * % < <=} of integers; {@code +} joins strings and lists, too. */
    static Object arithmetic(String operator, @Nullable Object one, @Nullable Object other) {
        if (operator.equals("+") && one instanceof String a && other instanceof String b) {
            return a + b;
        }
        if (operator.equals("+") && one instanceof List<?> a && other instanceof List<?> b) {
            List<@Nullable Object> joined = new ArrayList<>(a);
            joined.addAll(b);
            return joined;
        }
        long x = integer(one);
        long y = integer(other);
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "%" -> Math.floorMod(x, y);
            case "<" -> x < y;
            case "<=" -> x <= y;
            default -> throw new IllegalArgumentException("unknown operator " + operator);
        };
    }

    /** Python's order of numbers, strings and lists, for priority queues. */
    static int compare(Object one, Object other) {
        if (one instanceof String a && other instanceof String b) {
            return compareCodePoints(a, b);
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                if (!equal(a.get(i), b.get(i))) {
                    return compare(required(a.get(i)), required(b.get(i)));
                }
            }
            return Integer.compare(a.size(), b.size());
        }
        return Long.compare(number(one), number(other));
    }

    private static int compareCodePoints(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }

    /** Python's booleans are numbers. */
    private static long number(Object value) {
        return value instanceof Boolean flag ? (flag ? 1 : 0) : integer(value);
    }

    /** Hands null to a type variable; NullAway does not see that it may stand for a nullable type. */
    @SuppressWarnings("NullAway")
    static Object nullable(@Nullable Object value) {
        return value;
    }

    /** Python's own complaint about a value of the wrong type. */
    static AppException typeError(String message) {
        return new AppException("TypeError", message);
    }

    /** The language's rule: methods of {@code null} raise TypeError without a message. */
    static Object required(@Nullable Object value) {
        if (value == null) {
            throw new AppException("TypeError", null);
        }
        return value;
    }
}
