package dev.jacquard.weavingtests.harness;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

/** Values and exceptions as text that is equal exactly if they behave alike. */
public final class Show {
    private Show() {}

    /** Type and contents, without identity. */
    public static String of(Object value) {
        return of(value, 0);
    }

    private static String of(Object value, int depth) {
        if (value == null) {
            return "null";
        }
        if (depth > 6) {
            return "...";
        }
        Class<?> type = value.getClass();
        if (value instanceof String s) {
            return '"' + s + '"';
        }
        if (value instanceof Number || value instanceof Character || value instanceof Boolean) {
            return type.getSimpleName() + ' ' + value;
        }
        if (value instanceof Throwable t) {
            return exception(t);
        }
        if (type.isArray()) {
            StringJoiner items = new StringJoiner(", ", type.getComponentType().getSimpleName() + "[", "]");
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(of(Array.get(value, i), depth + 1));
            }
            return items.toString();
        }
        if (value instanceof Collection<?> c) {
            StringJoiner items = new StringJoiner(", ", "(", ")");
            c.forEach(item -> items.add(of(item, depth + 1)));
            return items.toString();
        }
        if (value instanceof Map<?, ?> m) {
            StringJoiner items = new StringJoiner(", ", "{", "}");
            m.forEach((k, v) -> items.add(of(k, depth + 1) + ": " + of(v, depth + 1)));
            return items.toString();
        }
        try {
            boolean own = type.getMethod("toString").getDeclaringClass() != Object.class;
            return type.isHidden() || !own || type.isSynthetic() ? "an object" : value.toString();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** Class, message, suppressed and cause; messages that the JVM makes from code or loaders are left out. */
    public static String exception(Throwable t) {
        return exception(t, 0);
    }

    private static String exception(Throwable t, int depth) {
        boolean made = t instanceof NullPointerException || t instanceof ClassCastException || isCancellation(t);
        StringBuilder text = new StringBuilder(t.getClass().getSimpleName());
        if (!made) {
            text.append(": ").append(t.getMessage());
        }
        if (depth < 4) {
            for (Throwable s : t.getSuppressed()) {
                text.append(" suppressing <").append(exception(s, depth + 1)).append('>');
            }
            if (t.getCause() != null) {
                text.append(" caused by <")
                        .append(exception(t.getCause(), depth + 1))
                        .append('>');
            }
        }
        return text.toString();
    }

    private static boolean isCancellation(Throwable t) {
        return t.getClass().getSimpleName().equals("CancelledError");
    }
}
