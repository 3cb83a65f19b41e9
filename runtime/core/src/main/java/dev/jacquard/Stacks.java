package dev.jacquard;

import dev.jacquard.woven.Woven;
import java.util.List;

/** Stacks as reports show them. */
final class Stacks {
    private Stacks() {}

    /** The rows below a headline, as a stack trace prints them; nothing if there are no rows. */
    static String text(String headline, List<StackTraceElement> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder s = new StringBuilder("\n").append(headline);
        for (StackTraceElement row : rows) {
            s.append("\n\tat ").append(row);
        }
        return s.toString();
    }

    /** The same for a whole stack, without the rows of the runtime. */
    static String users(String headline, StackTraceElement[] rows) {
        return text(headline, Woven.usersRows(rows));
    }
}
