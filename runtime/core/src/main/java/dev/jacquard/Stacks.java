package dev.jacquard;

import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stacks as reports show them: the user's calls, without the runtime that lies between them. */
final class Stacks {
    private static final String RUNTIME = "dev.jacquard.";

    private Stacks() {}

    /**
     * The calls that are suspended.
     *
     * @param innermost their first, or null
     * @return innermost first, without the runtime's own
     */
    static List<StackTraceElement> suspended(@Nullable Frame innermost) {
        List<StackTraceElement> rows = new ArrayList<>(Woven.rows(innermost, Integer.MAX_VALUE));
        rows.removeIf(Stacks::isRuntime);
        return rows;
    }

    /** Whether a row is of the runtime itself. */
    static boolean isRuntime(StackTraceElement row) {
        String type = row.getClassName();
        return type.startsWith(RUNTIME)
                && (type.indexOf('.', RUNTIME.length()) < 0
                        || type.startsWith(RUNTIME + "woven.")
                        || type.startsWith(RUNTIME + "loop."));
    }

    /** The rows below a headline, as a stack trace prints them; nothing if there are no rows. */
    static String text(String headline, List<StackTraceElement> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder s = new StringBuilder("\n").append(headline);
        for (StackTraceElement row : rows) {
            s.append("\n\tat ").append(text(row));
        }
        return s.toString();
    }

    /** A row without loader and version, which a stack trace does not print either. */
    static String text(StackTraceElement row) {
        String type = row.getClassName();
        String method = row.getMethodName();
        String file = row.getFileName();
        int line = row.getLineNumber();
        return new StackTraceElement(null, row.getModuleName(), null, type, method, file, line).toString();
    }
}
