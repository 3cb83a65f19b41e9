package dev.jacquard.testing;

import dev.jacquard.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The await at which a test stands.
 *
 * @param calls innermost first, without those of the kit
 * @param awaited what it waits for, in words, or null
 */
record AwaitPlace(List<StackTraceElement> calls, @Nullable String awaited) {
    private static final Set<String> KIT = Set.of(MishapRun.class.getName(), EveryAwait.class.getName());

    static AwaitPlace of(Task<?> task) {
        List<StackTraceElement> calls = new ArrayList<>(task.getStack());
        calls.removeIf(row -> KIT.contains(row.getClassName()));
        return new AwaitPlace(calls, task.awaiting());
    }

    /** {@code , Cache.fetch(Cache.java:31), for AsyncEvent[unset], called by ...}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (StackTraceElement row : calls) {
            s.append(s.length() == 0 ? ", " : "\n  called by ").append(text(row));
            if (s.indexOf("\n") < 0 && awaited != null) {
                s.append(", which waited for ").append(awaited);
            }
        }
        return s.toString();
    }

    private static String text(StackTraceElement row) {
        String type = row.getClassName();
        return type.substring(type.lastIndexOf('.') + 1)
                + "."
                + row.getMethodName()
                + "("
                + row.getFileName()
                + ":"
                + row.getLineNumber()
                + ")";
    }
}
