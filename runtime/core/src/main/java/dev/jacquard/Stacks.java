package dev.jacquard;

import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stacks as reports show them: the user's calls, without the runtime that lies between them. */
final class Stacks {
    private static final String RUNTIME = "dev.jacquard.";
    private static final String TRAMPOLINE = "dev.jacquard.woven.Driver";

    private Stacks() {}

    /**
     * The calls that a stack means.
     *
     * @param stack innermost call first
     * @param resumed the frame that was resumed last: of the calls that await it, none is on the
     *     stack. Null outside of a task
     * @param limit how many rows at most
     * @return without the runtime's rows, with the calls that await
     */
    static List<StackTraceElement> logical(
            List<StackTraceElement> stack, @Nullable Frame resumed, int limit) {
        int from = 0;
        while (from < stack.size() && isRuntime(stack.get(from))) {
            from++;
        }
        List<StackTraceElement> all = new ArrayList<>();
        boolean inserted = false;
        for (StackTraceElement row : stack.subList(from, stack.size())) {
            if (resumed != null && !inserted && row.getClassName().equals(TRAMPOLINE)) {
                inserted = true;
                all.addAll(Woven.rows(Woven.parent(resumed), limit));
            }
            all.addAll(Woven.usersRows(new StackTraceElement[] {row}));
        }
        return List.copyOf(all.size() > limit ? all.subList(0, limit) : all);
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
            // without loader and version, which a stack trace does not print either
            s.append("\n\tat ")
                    .append(
                            new StackTraceElement(
                                    null,
                                    row.getModuleName(),
                                    null,
                                    row.getClassName(),
                                    row.getMethodName(),
                                    row.getFileName(),
                                    row.getLineNumber()));
        }
        return s.toString();
    }
}
