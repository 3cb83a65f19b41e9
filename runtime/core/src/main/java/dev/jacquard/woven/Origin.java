package dev.jacquard.woven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trace that an exception has before it arrives somewhere, without what is below a loop. */
public final class Origin {
    /** What the rows say of where the exception comes from. */
    private enum Kind {
        /** Made elsewhere: on another thread, in a callback. */
        ELSEWHERE,
        /** Made in a step, and the rows of the calls that awaited then are not known. */
        STEP,
        /** Has come through calls of a loop. */
        CALLS,
        /** Has left a task: who gets it is another one. */
        TASK
    }

    /** For what has no trace yet. */
    static final Origin NONE = new Origin(Kind.ELSEWHERE, List.of());

    private final Kind kind;
    private final List<StackTraceElement> rows;

    private Origin(Kind kind, List<StackTraceElement> rows) {
        this.kind = kind;
        this.rows = rows;
    }

    /** As often may calls be in a trace that does not say where one has left them. */
    private static final int MAX_AGAIN = 64;

    /**
     * What a trace says of an exception that arrives from nobody knows where. One that had none at first may be a
     * constant: then the rows of those who have got it before are nothing to others.
     */
    static Origin arriving(StackTraceElement[] trace, StackTraceElement[] below) {
        if (trace.length == 0) {
            return NONE;
        }
        Origin origin = of(trace, below);
        return Rows.isOpened(trace[0]) && !origin.hasLeft() ? NONE : origin;
    }

    /** What a trace says. */
    static Origin of(StackTraceElement[] trace, StackTraceElement[] below) {
        for (int i = trace.length - 1; i >= 0; i--) {
            if (Rows.isClosed(trace[i])) { // below is what has called a loop
                int end = endOfLoopWithin(trace, i + 1, below);
                return new Origin(Kind.CALLS, Arrays.asList(trace).subList(0, end));
            }
        }
        for (int i = 0; i < trace.length; i++) {
            StackTraceElement row = trace[i];
            if (row.getClassName().equals(Driver.class.getName()) && Rows.trampoline(trace, i) == i) {
                return new Origin(Kind.STEP, upTo(trace, i));
            }
            if (Rows.isLoop(row) || Rows.isCallOnThread(row)) {
                return new Origin(Kind.ELSEWHERE, upTo(trace, i));
            }
        }
        if (below.length > 0 && Rows.endsWith(trace, below)) {
            return new Origin(Kind.CALLS, Arrays.asList(trace).subList(0, trace.length - below.length));
        }
        int n = Rows.withoutPool(trace);
        List<StackTraceElement> rows = upTo(trace, n == 0 ? trace.length : n);
        boolean ofLoop = rows.stream().anyMatch(r -> Rows.isEntry(r.getClassName()));
        return new Origin(ofLoop ? Kind.CALLS : Kind.ELSEWHERE, rows);
    }

    /**
     * Where the rows end of what has called a loop within a step of this one: only another copy of the runtime can do
     * so.
     *
     * @param from where they begin, if they are there; else this is the end
     */
    private static int endOfLoopWithin(StackTraceElement[] trace, int from, StackTraceElement[] below) {
        int end = trace.length - below.length;
        if (end > from && below.length > 0 && Rows.endsWith(trace, below)) {
            for (int i = from; i < end; i++) {
                if (Rows.isEntry(trace[i].getClassName())) {
                    return end;
                }
            }
        }
        return from;
    }

    private static List<StackTraceElement> upTo(StackTraceElement[] trace, int end) {
        List<StackTraceElement> rows = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            if (!Rows.isMachinery(trace[i])) {
                rows.add(trace[i]);
            }
        }
        return rows;
    }

    /** Of what has left a task with this trace. */
    static Origin ofTask(StackTraceElement[] trace, StackTraceElement[] below) {
        return passing(trace, below).left();
    }

    /** Of what comes through the calls of a task, with this trace. */
    static Origin passing(StackTraceElement[] trace, StackTraceElement[] below) {
        int n = trace.length - (Rows.endsWith(trace, below) ? below.length : 0);
        return new Origin(Kind.CALLS, Arrays.asList(trace).subList(0, n));
    }

    /** Of what had these rows and has left the task. */
    Origin left() {
        return new Origin(Kind.TASK, rows);
    }

    /**
     * The trace that the exception gets where it arrives.
     *
     * @param chain the rows of the call that gets it and of those that await that one
     * @param below what lies below
     * @param who gets it, or null if that has no name
     */
    List<StackTraceElement> arrived(List<StackTraceElement> chain, StackTraceElement[] below, @Nullable String who) {
        List<StackTraceElement> all = new ArrayList<>(rows.size() + chain.size() + below.length + 1);
        all.addAll(rows);
        boolean known = chain.isEmpty() || covers(all, chain);
        if (!known && !(kind == Kind.STEP && joined(all, chain))) {
            if (kind != Kind.ELSEWHERE && who != null && !rows.isEmpty()) {
                all.add(Rows.awaitedBy(who));
            }
            append(all, chain);
        }
        // of two loops that get it in turn, each is there already, but not always at the end
        boolean isThere = known ? Rows.containsBelow(all, below) : Rows.endsWith(all, below);
        if (!isThere) {
            all.addAll(Arrays.asList(below));
        }
        return all;
    }

    private static void append(List<StackTraceElement> all, List<StackTraceElement> chain) {
        all.add(Rows.opened(chain.get(0)));
        all.addAll(chain.subList(1, chain.size()));
    }

    /** Whether these calls have got it before; then the place where they get it now counts. */
    private boolean covers(List<StackTraceElement> all, List<StackTraceElement> chain) {
        if (kind == Kind.TASK) {
            return isTooOften(all, chain);
        }
        int n = chain.size();
        int at = Rows.find(all, chain);
        if (at < 0) {
            return false;
        }
        if (Rows.isClosed(all.get(at + n - 1))) {
            return Rows.count(all, chain) >= MAX_AGAIN; // a constant that is thrown again and again
        }
        if (Rows.isOpened(all.get(at))) {
            all.set(at, Rows.opened(chain.get(0)));
            for (int i = 1; i < n; i++) {
                all.set(at + i, chain.get(i));
            }
        }
        return true;
    }

    /** A constant that is thrown by task after task, or a long chain of tasks: it is cut. */
    private static boolean isTooOften(List<StackTraceElement> all, List<StackTraceElement> chain) {
        if (Rows.count(all, chain) < MAX_AGAIN) {
            return false;
        }
        if (!Rows.isGap(all.get(all.size() - 1))) {
            all.add(Rows.GAP);
        }
        return true;
    }

    private boolean hasLeft() {
        return !rows.isEmpty() && Rows.isClosed(rows.get(rows.size() - 1));
    }

    /** Whether it comes through the outermost of these calls, and that has not ended since. */
    boolean isIn(List<StackTraceElement> chain) {
        StackTraceElement outermost = chain.get(chain.size() - 1);
        for (int i = 0; i < rows.size(); i++) {
            if (Rows.isSameMethod(rows.get(i), outermost)
                    && (i + 1 == rows.size() || Rows.isAwaitedBy(rows.get(i + 1)))
                    && !Rows.isClosed(rows.get(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where it was made in one of these calls, whose rows go down to the trampoline only: adds the others around them.
     */
    private static boolean joined(List<StackTraceElement> all, List<StackTraceElement> chain) {
        int made = all.size();
        for (int k = 0; k < chain.size(); k++) { // the first of those that are there
            for (int n = Math.min(made, chain.size() - k); n > 0; n--) {
                if (Rows.isAt(all, made - n, chain, k, n)) {
                    all.addAll(chain.subList(k + n, chain.size()));
                    all.addAll(made - n, chain.subList(0, k));
                    return true;
                }
            }
        }
        return false;
    }
}
