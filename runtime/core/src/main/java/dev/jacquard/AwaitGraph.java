package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.woven.Frame;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who waits for whom: the tasks of a loop, the calls at which they are suspended, and what they await. Rendered as a
 * tree or as a table.
 *
 * <pre>
 *   Task main
 *   │   Shop.main(Shop.java:5)
 *   │   Shop.order(Shop.java:12)
 *   └── gather[0 of 2 done]
 *       ├── Task fetch-1
 *       │   │   Shop.fetch(Shop.java:20)
 *       │   └── sleep until 5s
 *       └── Task fetch-2 ...
 * </pre>
 *
 * <p>An edge is {@link Future#dependsOn}: a task depends on what it awaits, a gather on its children, a waiter for a
 * lock on the task that holds it. A task below itself is a circle.
 */
final class AwaitGraph {
    private static final int MAX_TASKS = 1000;
    private static final int MAX_DEPTH = 60;
    private static final int MAX_ROWS = 40;

    private final List<Task<?>> tasks = new ArrayList<>();
    private final int more;
    private final Map<Task<?>, Set<Task<?>>> awaitedBy = new IdentityHashMap<>();
    private final Map<Job, Long> times;
    private final RunningCalls running;

    private final StringBuilder out = new StringBuilder();
    private final Set<Task<?>> shown = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Future<?>> path = new ArrayDeque<>();
    private final Set<String> circles = new LinkedHashSet<>();

    AwaitGraph(BaseEventLoop loop) {
        Set<Task<?>> all = loop.tasks();
        for (Task<?> t : all) {
            if (tasks.size() == MAX_TASKS) {
                break;
            }
            tasks.add(t);
        }
        more = all.size() - tasks.size();
        Set<Job> sleeps = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Task<?> t : tasks) {
            follow(t, sleeps);
        }
        times = loop.timesOf(sleeps);
        running = RunningCalls.of(loop);
    }

    /** Finds the tasks that a task awaits, through futures that depend on them. */
    private void follow(Task<?> task, Set<Job> sleeps) {
        Set<Future<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayDeque<Future<?>> todo = new ArrayDeque<>(below(task));
        while (!todo.isEmpty()) {
            Future<?> f = todo.poll();
            if (!seen.add(f)) {
                continue;
            }
            if (f instanceof Task<?> awaited) {
                awaitedBy.computeIfAbsent(awaited, t -> new LinkedHashSet<>()).add(task);
            } else {
                if (f instanceof SleepFuture) {
                    sleeps.add(f);
                }
                todo.addAll(below(f));
            }
        }
    }

    // ---- as a tree -----------------------------------------------------------------------------

    String tree() {
        for (Task<?> t : tasks) {
            if (!awaitedBy.containsKey(t)) {
                node(t, "", "");
            }
        }
        for (Task<?> t : tasks) { // those in circles are awaited, all of them
            if (!shown.contains(t)) {
                node(t, "", "");
            }
        }
        if (more > 0) {
            out.append("... and ").append(more).append(" more tasks\n");
        }
        StringBuilder all = new StringBuilder();
        for (String circle : circles) {
            all.append("Circle: ").append(circle).append('\n');
        }
        return all.append(out).toString();
    }

    /**
     * One future and what is below it.
     *
     * @param first what stands before its own line
     * @param rest what stands before the lines below
     */
    private void node(Future<?> f, String first, String rest) {
        out.append(first).append(text(f));
        if (path.contains(f)) {
            out.append(" (a circle: see above)\n");
            circles.add(circle(f));
            return;
        }
        if (f instanceof Task<?> t && !shown.add(t)) {
            out.append(" (see above)\n");
            return;
        }
        out.append('\n');
        if (path.size() >= MAX_DEPTH) {
            out.append(rest).append("...\n");
            return;
        }
        path.push(f);
        Collection<? extends Future<?>> below = below(f);
        if (f instanceof Task<?> t) {
            String bar = below.isEmpty() ? "    " : "│   ";
            for (String call : calls(t)) {
                out.append(rest).append(bar).append(call).append('\n');
            }
        }
        int left = below.size();
        for (Future<?> b : below) {
            boolean last = --left <= 0;
            node(b, rest + (last ? "└── " : "├── "), rest + (last ? "    " : "│   "));
        }
        path.pop();
    }

    private String text(Future<?> f) {
        return f instanceof Task<?> ? describe(f) : waitsFor(f);
    }

    /** A future in a line: a task with what it does unless it waits. */
    static String describe(Future<?> f) {
        if (f instanceof Task<?> t) {
            String activity = t.activity();
            return "Task "
                    + t.getName()
                    + (activity.equals("waiting") ? "" : " (" + activity + ")")
                    + (t.cancelling() > 0 ? " (cancelling)" : "");
        }
        return f.waitsFor();
    }

    private String waitsFor(Future<?> f) {
        Long when = times.get(f);
        if (when != null) {
            return "sleep until " + duration(when);
        }
        try {
            return f.waitsFor();
        } catch (RuntimeException e) { // see below()
            return f.getClass().getSimpleName();
        }
    }

    /**
     * What a future depends on; nothing where that cannot be told, since this is another thread than the loop's, and
     * the loop goes on or refuses.
     */
    private static Collection<? extends Future<?>> below(Future<?> f) {
        try {
            return f.dependsOn();
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    /** On the loop's clock. */
    private static String duration(long nanos) {
        Duration exact = Duration.ofNanos(nanos);
        Duration shown = exact.truncatedTo(ChronoUnit.MILLIS);
        String s = (shown.isZero() ? exact : shown).toString();
        return s.substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    /** Outermost call first. */
    private List<String> calls(Task<?> task) {
        Frame frame = task.frame();
        List<FrameCallGraphEntry> runs = running.of(task);
        List<StackTraceElement> rows = runs == null
                ? Stacks.suspended(frame)
                : runs.stream().map(FrameCallGraphEntry::frame).toList();
        List<String> calls = new ArrayList<>();
        int n = rows.size();
        for (int i = n - 1; i >= 0; i--) {
            if (n > MAX_ROWS && i == n - 1 - MAX_ROWS / 2) {
                calls.add("... " + (n - MAX_ROWS) + " more calls");
                i = MAX_ROWS / 2;
                continue;
            }
            calls.add(text(rows.get(i)));
        }
        if (calls.isEmpty() && frame != null && !frame.toString().isEmpty()) {
            calls.add(frame.toString()); // one of the runtime, or written by hand
        }
        return calls;
    }

    private static String text(StackTraceElement row) {
        String type = row.getClassName();
        String file = row.getFileName();
        return type.substring(type.lastIndexOf('.') + 1)
                + "."
                + row.getMethodName()
                + (row.getLineNumber() < 0 || file == null ? "" : "(" + file + ":" + row.getLineNumber() + ")");
    }

    /** The names from a future to itself. */
    private String circle(Future<?> f) {
        StringBuilder s = new StringBuilder();
        List<Future<?>> around = new ArrayList<>();
        for (Future<?> p : path) { // innermost first
            around.add(0, p);
            if (p == f) {
                break;
            }
        }
        for (Future<?> p : around) {
            s.append(p instanceof Task ? p.waitsFor() : waitsFor(p)).append(" -> ");
        }
        return s.append(f.waitsFor()).toString();
    }

    // ---- as a table ----------------------------------------------------------------------------

    String table() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"TASK", "STATE", "AT", "WAITS FOR", "AWAITED BY"});
        for (Task<?> t : tasks) {
            List<String> calls = calls(t);
            StringBuilder waits = new StringBuilder();
            for (Future<?> f : below(t)) {
                waits.append(waits.length() == 0 ? "" : ", ").append(waitsFor(f));
            }
            StringBuilder by = new StringBuilder();
            for (Task<?> other : awaitedBy.getOrDefault(t, Set.of())) {
                by.append(by.length() == 0 ? "" : ", ").append(other.getName());
            }
            rows.add(new String[] {
                t.getName(),
                t.activity() + (t.cancelling() > 0 ? ", cancelling" : ""),
                calls.isEmpty() ? "-" : calls.get(calls.size() - 1),
                waits.length() == 0 ? "-" : waits.toString(),
                by.length() == 0 ? "-" : by.toString()
            });
        }
        int[] widths = new int[5];
        for (String[] row : rows) {
            for (int k = 0; k < row.length; k++) {
                widths[k] = Math.max(widths[k], row[k].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < row.length; k++) {
                line.append(row[k]).append(" ".repeat(widths[k] - row[k].length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        if (more > 0) {
            out.append("... and ").append(more).append(" more tasks\n");
        }
        return out.toString();
    }
}
