package dev.jacquard.testing.schedules;

import dev.jacquard.Task;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a run, for people: step by step, who goes on from which line to which, and what it waits for then.
 */
final class Story {
    private static final int SHOWN = 60;
    private static final int MAX_CALLS = 3;
    private static final String CHOICE = "(choice)";

    /** Packages of the runtime and of this kit: what happens there is no step of the user's. */
    private static final Set<String> OURS = Set.of("dev.jacquard.", "dev.jacquard.testing.net.");

    /** The streams' interface: its package has tests of this project as well. */
    private static final String STREAM = "dev.jacquard.testing.ByteStream";

    private final List<Line> lines = new ArrayList<>();
    private final Set<Job> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private Set<Job> readyBefore = Set.of();
    private final List<Line> decisions = new ArrayList<>(); // of the job that is running
    private @Nullable Job running;
    private String begun = "";
    private int step;
    private String instead = "";

    /** One step. */
    private record Line(int step, String who, String what, String instead) {
        /** The usual choice is nothing to tell of. */
        boolean isShown() {
            return !who.equals(CHOICE) || !instead.isEmpty();
        }

        @Override
        public String toString() {
            return step + " " + who + " " + what + " " + instead;
        }
    }

    /** A job is about to be run. */
    void step(int step, JobLoop loop, int nth, int choice, int count) {
        finish(loop);
        Job job = loop.readyJob(nth);
        this.step = step;
        running = job;
        readyBefore = ready(loop);
        known.addAll(readyBefore);
        begun = job instanceof Task<?> t ? begins(t) : text(job);
        instead = choice == 0 ? "" : "instead of " + who(first(loop, nth));
    }

    /** Which one would have been run by FIFO, of those that are not told apart otherwise. */
    private static Job first(JobLoop loop, int nth) {
        for (int i = 0; i < nth; i++) {
            Job job = loop.readyJob(i);
            if (job instanceof Task || job instanceof Event) {
                return job;
            }
        }
        return loop.readyJob(0);
    }

    /** The job that is running has asked for a choice. */
    void decided(int step, String what, List<?> options, int choice) {
        String chosen = what + ": " + options.get(choice);
        String usual = choice == 0 ? "" : "instead of " + options.get(0);
        decisions.add(new Line(step, CHOICE, chosen, usual));
    }

    /** The last job was run. */
    void end(JobLoop loop) {
        finish(loop);
        running = null;
    }

    private void finish(JobLoop loop) {
        Job job = running;
        if (job == null) {
            return;
        }
        StringBuilder what = new StringBuilder(begun);
        if (job instanceof Task<?> t) {
            ends(t, what);
        }
        wakes(loop, job, what);
        if (what.isEmpty()) {
            what.append("its end is told");
        }
        lines.add(new Line(step, who(job), what.toString(), instead));
        lines.addAll(decisions);
        decisions.clear();
    }

    private static String text(Job job) {
        return plain(job instanceof Event e ? e.what() : job.toString());
    }

    private static String begins(Task<?> t) {
        if (t.isDone()) {
            return "";
        }
        if (t.toString().contains(" not started")) {
            return "starts";
        }
        String row = row(t);
        return row.isEmpty() ? "goes on" : "goes on at " + row;
    }

    private static void ends(Task<?> t, StringBuilder what) {
        if (t.isDone()) {
            if (!what.isEmpty()) {
                String s = t.toString();
                int from = "Task[".length() + t.getName().length() + 1;
                what.append(", ").append(plain(s.substring(from, s.length() - 1)));
            }
            return;
        }
        String awaited = t.awaiting();
        String row = row(t);
        what.append(awaited == null ? ", yields" : ", waits");
        if (!row.isEmpty()) {
            what.append(" at ").append(row);
        }
        if (awaited != null) {
            what.append(" for ").append(plain(awaited));
        }
    }

    private void wakes(JobLoop loop, Job job, StringBuilder what) {
        String makes = "";
        String wakes = "";
        for (Job j : ready(loop)) {
            if (j != job && j instanceof Task<?> t && !readyBefore.contains(j)) {
                if (known.contains(j)) {
                    wakes += (wakes.isEmpty() ? "; wakes " : ", ") + t.getName();
                } else {
                    makes += (makes.isEmpty() ? "; makes " : ", ") + t.getName();
                }
            }
        }
        what.append(makes).append(wakes);
    }

    private static Set<Job> ready(JobLoop loop) {
        Set<Job> all = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Job> inOrder = new ArrayList<>();
        for (int i = 0; i < loop.readyCount(); i++) {
            Job j = loop.readyJob(i);
            if (all.add(j)) {
                inOrder.add(j);
            }
        }
        return new java.util.LinkedHashSet<>(inOrder);
    }

    private static String who(Job job) {
        if (job instanceof Task<?> t) {
            return t.getName();
        }
        if (job instanceof Event e) {
            return e.who();
        }
        String kind = job.getClass().getSimpleName();
        return switch (kind) {
            case "SleepFuture", "TimerHandle" -> "(timer)";
            case "" -> "(result)";
            default -> "(callback)";
        };
    }

    /** The calls that are the user's, innermost first, but not more than a few. */
    private static String row(Task<?> t) {
        StringBuilder all = new StringBuilder();
        int shown = 0;
        for (StackTraceElement row : t.getStack()) {
            if (!isOurs(row.getClassName()) && shown++ < MAX_CALLS) {
                all.append(shown == 1 ? "" : " in ").append(text(row));
            }
        }
        return all.toString();
    }

    private static boolean isOurs(String type) {
        String in = type.substring(0, type.lastIndexOf('.') + 1);
        return OURS.contains(in) || type.equals(STREAM) || type.equals(ScheduledRun.class.getName());
    }

    private static String text(StackTraceElement row) {
        String type = row.getClassName();
        return type.substring(1 + Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')))
                + "."
                + row.getMethodName()
                + (row.getLineNumber() < 0 ? "" : "(" + row.getFileName() + ":" + row.getLineNumber() + ")");
    }

    /** Without what differs from run to run: identity hash codes. */
    private static String plain(String s) {
        return s.replaceAll("[\\w.$]*\\$\\$Lambda[^ ,\\]]*", "lambda")
                .replaceAll("[\\w.]*\\.(\\w+(\\$\\w+)*)@[0-9a-f]+\\b", "$1")
                .replaceAll("@[0-9a-f]+\\b", "");
    }

    /** The steps, one a line, those that deviate marked. */
    String text() {
        List<Line> lines = this.lines.stream().filter(Line::isShown).toList();
        int width = 4;
        for (Line l : lines) {
            width = Math.max(width, l.who.length());
        }
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.size() > 2 * SHOWN && i == SHOWN) {
                int left = lines.size() - 2 * SHOWN;
                s.append("         ... ").append(left).append(" more steps\n");
                i += left;
            }
            Line l = lines.get(i);
            s.append(String.format("  %5d%s ", l.step, l.instead.isEmpty() ? " " : "*"))
                    .append(l.who)
                    .append(" ".repeat(width + 2 - l.who.length()))
                    .append(l.what.startsWith("; ") ? l.what.substring(2) : l.what)
                    .append(l.instead.isEmpty() ? "" : "  <- " + l.instead)
                    .append('\n');
        }
        return s.toString();
    }

    /**
     * Compares two runs that should be the same.
     *
     * @return the first difference, or null
     */
    static @Nullable String difference(Story one, Story other) {
        int n = Math.min(one.lines.size(), other.lines.size());
        for (int i = 0; i < n; i++) {
            String a = one.lines.get(i).toString();
            String b = other.lines.get(i).toString();
            if (!a.equals(b)) {
                return "first run:  step " + a + "\nsecond run: step " + b;
            }
        }
        if (one.lines.size() != other.lines.size()) {
            return "one run has "
                    + one.lines.size()
                    + " steps, the other "
                    + other.lines.size()
                    + "; the first one more is: step "
                    + (one.lines.size() > n ? one.lines.get(n) : other.lines.get(n));
        }
        return null;
    }
}
