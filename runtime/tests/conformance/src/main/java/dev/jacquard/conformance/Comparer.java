package dev.jacquard.conformance;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares traces. The message {@code *} of an expected exception stands for any or none. */
final class Comparer {
    private Comparer() {}

    /** The index of the first event that differs, or -1. */
    static int firstDifference(List<@Nullable Object> expected, List<@Nullable Object> actual) {
        int common = Math.min(expected.size(), actual.size());
        for (int i = 0; i < common; i++) {
            if (!matches(expected.get(i), actual.get(i))) {
                return i;
            }
        }
        return expected.size() == actual.size() ? -1 : common;
    }

    private static boolean matches(@Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof List<?> one && actual instanceof List<?> other) {
            if (one.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (!matches(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.keySet().stream()
                            .allMatch(key -> isAnyMessage(key, one) || matches(one.get(key), other.get(key)));
        }
        return Values.equal(expected, actual);
    }

    private static boolean isAnyMessage(@Nullable Object key, Map<?, ?> exception) {
        return "m".equals(key) && "*".equals(exception.get(key));
    }
}
