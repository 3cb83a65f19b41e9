package dev.jacquard.testing;

import dev.jacquard.ErrorContext;
import dev.jacquard.Task;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what a test leaves behind. Warnings come from any thread, so it is locked. */
final class Leaks {
    private static final Logger LOG = System.getLogger("dev.jacquard");
    private static final Pattern NEVER_AWAITED = Pattern.compile("Coroutine (.*) was never awaited\\..*");

    private static final Pattern ABANDONED = Pattern.compile("(AsyncGenerator\\[.*) was abandoned: .*");

    private final Map<Leak, List<String>> found = new EnumMap<>(Leak.class);
    private @Nullable Throwable firstException;
    private boolean pendingIsKnown;
    private String graph = "";

    private synchronized void add(Leak kind, String what) {
        found.computeIfAbsent(kind, k -> new ArrayList<>()).add(what);
    }

    void task(Task<?> task) {
        add(Leak.TASKS, "Task " + task.getName() + createdAt(task.createdAt()));
    }

    synchronized boolean hasTasks() {
        return found.containsKey(Leak.TASKS);
    }

    /** Who waits for whom, without the task that looks for leaks. */
    void graph(String tree, String without) {
        StringBuilder s = new StringBuilder();
        boolean skipping = false;
        for (String line : tree.lines().toList()) {
            if (line.startsWith("Task ")) {
                skipping = line.startsWith("Task " + without + " ");
            }
            if (!skipping) {
                s.append("\n  ").append(line);
            }
        }
        graph = s.toString();
    }

    void generator(ErrorContext generator) {
        add(Leak.GENERATORS, generator.source() + createdAt(generator.createdAt()));
    }

    /** What the loop's exception handler is told. */
    synchronized void error(ErrorContext context) {
        if (context.exception() == null && pendingIsKnown) {
            return; // a task that could not be ended
        }
        if (firstException == null) {
            firstException = context.exception();
        }
        add(
                Leak.EXCEPTIONS,
                context.message()
                        + (context.source() == null ? "" : ": " + context.source())
                        + createdAt(context.createdAt())
                        + trace(context.exception()));
    }

    /** The loop is about to be closed. */
    synchronized void close() {
        pendingIsKnown = true;
    }

    /** A warning of debug mode. */
    void warning(String message) {
        List<String> lines = message.lines().toList();
        Matcher coroutine = NEVER_AWAITED.matcher(lines.get(0));
        Matcher generator = ABANDONED.matcher(lines.get(0));
        if (coroutine.matches()) {
            add(Leak.COROUTINES, "Coroutine " + coroutine.group(1) + usersRows(lines));
        } else if (generator.matches()) {
            add(Leak.GENERATORS, generator.group(1) + usersRows(lines));
        } else {
            LOG.log(Level.WARNING, message);
        }
    }

    /** The stack that a warning shows, without what calls the test. */
    private static String usersRows(List<String> lines) {
        StringBuilder s = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            if (isBelowTest(line.strip().replaceFirst("^at ", ""))) {
                break;
            }
            s.append('\n').append(line.startsWith("\t") ? "    " + line.strip() : "  " + lower(line));
        }
        return s.toString();
    }

    private static String lower(String s) {
        return Character.toLowerCase(s.charAt(0)) + s.substring(1);
    }

    void resource(String line) {
        add(Leak.RESOURCES, line);
    }

    private static String createdAt(List<StackTraceElement> rows) {
        return rows("created at:", rows);
    }

    /** A stack without what calls the test, on lines of its own; nothing if it has no rows. */
    static String rows(String headline, List<StackTraceElement> rows) {
        StringBuilder s = new StringBuilder();
        for (StackTraceElement row : rows) {
            String text = row.toString();
            if (isBelowTest(text)) {
                break;
            }
            s.append(s.length() == 0 ? "\n  " + headline : "")
                    .append("\n    at ")
                    .append(text);
        }
        return s.toString();
    }

    /** Whether a row is of what calls the test. */
    private static boolean isBelowTest(String row) {
        String r = row.substring(row.lastIndexOf('/') + 1);
        return r.startsWith("org.junit.")
                || r.startsWith("net.jqwik.")
                || r.startsWith("dev.jacquard.testing.AsyncTester.")
                || r.startsWith("dev.jacquard.testing.WovenTests.")
                || r.startsWith("jdk.internal.reflect.")
                || r.startsWith("java.lang.reflect.");
    }

    private static String trace(@Nullable Throwable e) {
        if (e == null) {
            return "";
        }
        StringWriter w = new StringWriter();
        e.printStackTrace(new PrintWriter(w, true));
        StringBuilder s = new StringBuilder();
        for (String line : w.toString().lines().toList()) {
            if (isBelowTest(line.strip().replaceFirst("^at ", ""))) {
                break;
            }
            s.append("\n  ").append(line.replace("\t", "  "));
        }
        return s.toString();
    }

    /**
     * Throws if there is any that is not allowed.
     *
     * @param allowed what is
     */
    synchronized void check(Set<Leak> allowed) {
        found.keySet().removeAll(allowed);
        if (found.isEmpty()) {
            return;
        }
        StringBuilder s = new StringBuilder("The test has left something behind.");
        found.forEach((kind, all) -> {
            s.append('\n').append(kind.counted(all.size())).append(". ").append(kind.wayOut());
            s.append("; or allow it: @AsyncTest(allow = Leak.").append(kind).append(").");
            for (String what : all) {
                s.append("\n- ").append(what.replace("\n", "\n  "));
            }
            if (kind == Leak.TASKS) {
                s.append("\n  Who waits for what:").append(graph);
            }
        });
        LeakError error = new LeakError(s.toString(), EnumSet.copyOf(found.keySet()));
        if (firstException != null && found.containsKey(Leak.EXCEPTIONS)) {
            error.initCause(firstException);
        }
        throw error;
    }
}
