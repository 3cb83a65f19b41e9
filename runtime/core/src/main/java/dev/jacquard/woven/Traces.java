package dev.jacquard.woven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives exceptions the trace that blocking calls would have given.
 *
 * <pre>
 *   thrown after a suspension          what the user sees
 *   Shop.fetch  (resumed)              Shop.fetch
 *   Shop$fetch$Coroutine.resume        Shop.order     at its await   (from the frame's parent)
 *   Driver.run  (the trampoline)       Shop.main      at its await   (from the parent's parent)
 *   Task.run, loop, ...                Asyncio.run, ...
 *   Main.main                          Main.main
 *
 *   arrives from elsewhere             what the user sees
 *   Parser.parse                       Parser.parse
 *   ExecutorCall, Thread.run           Shop.fetch     at its await   (the frame that gets it)
 *                                      Shop.order     at its await   (the frame's parent)
 *                                      Asyncio.run, Main.main
 * </pre>
 *
 * <p>What was thrown in a step has the trampoline's row, which goes when the trace is extended: so that is done once.
 * What arrives is extended where it enters the frames of a task, all of them at once; how, says {@link Origin}. Nothing
 * of this is prepared before there is an exception.
 *
 * <p>What has no trace gets the rows of those who await it, if it can be written.
 */
final class Traces {
    /** How far causes and suppressed exceptions are followed. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_RELATED = 2_000;

    /** Rows at most of others who have got the same exception. */
    private static final int MAX_OTHERS = 64;

    private Traces() {}

    // ---- thrown in a step ----------------------------------------------------------------------

    /** For an exception that a woven body has caught. */
    static void caught(Throwable exception, Driver driver) {
        // also without parents: the mark must not be found again in another step
        Frame resumed = driver.resumed();
        if (resumed != null && !driver.hasExtended(exception)) {
            try {
                StackTraceElement[] trace = exception.getStackTrace();
                if (Rows.trampoline(trace, 0) >= 0) {
                    extend(exception, trace, resumed.parent, driver);
                }
                driver.extended(exception);
            } catch (Throwable broken) {
                // it overrides its methods: it is thrown as it is
            }
        }
    }

    /**
     * For an exception that has left a body.
     *
     * @param frame the body's
     */
    static Failure thrown(Throwable exception, Frame frame, Driver driver) {
        if (driver.hasExtended(exception)) {
            return new Failure(exception);
        }
        try {
            StackTraceElement[] trace = exception.getStackTrace();
            if (Rows.trampoline(trace, 0) >= 0) {
                extend(exception, trace, frame.parent, driver);
                driver.extended(exception);
            } else if (trace.length > 0) { // one that was kept for some time
                List<StackTraceElement> chain = rows(frame.state > 0 ? frame : frame.parent);
                Origin origin = Origin.of(trace, driver.below());
                if (!chain.isEmpty() && !origin.isIn(chain)) {
                    return arrived(new Failure(exception, origin), chain, driver);
                }
                driver.extended(exception);
            }
        } catch (Throwable broken) {
            // it overrides its methods: it is thrown as it is
        }
        return new Failure(exception);
    }

    /**
     * Replaces the trampoline and what lies below it by the rows of the frames that await.
     *
     * @param parent the frame that awaits the one in which the exception was thrown, or null
     */
    private static void extend(Throwable exception, StackTraceElement[] trace, @Nullable Frame parent, Driver driver) {
        List<StackTraceElement> rows = rows(parent);
        StackTraceElement[] below = driver.below();
        extendOne(exception, trace, Rows.trampoline(trace, 0), rows, below);
        forRelated(exception, x -> {
            StackTraceElement[] its = x.getStackTrace();
            int mark = Rows.trampoline(its, 0);
            if (mark >= 0) {
                extendOne(x, its, mark, rows, below);
            }
            return mark >= 0; // else it was extended before, with its own
        });
    }

    private static void extendOne(
            Throwable exception,
            StackTraceElement[] trace,
            int mark,
            List<StackTraceElement> awaiting,
            StackTraceElement[] below) {
        List<StackTraceElement> all = new ArrayList<>(mark + awaiting.size() + below.length);
        for (int i = 0; i < mark; i++) {
            if (!Rows.isMachinery(trace[i])) {
                all.add(trace[i]);
            }
        }
        all.addAll(awaiting);
        all.addAll(Arrays.asList(below));
        exception.setStackTrace(Rows.bounded(all));
    }

    /** For what a class of the runtime has thrown in place of the body that is to be resumed. */
    static Failure thrownFor(Throwable exception, Class<?> thrower, @Nullable Frame innermost, Driver driver) {
        try {
            StackTraceElement[] trace = exception.getStackTrace();
            for (int i = 0; i < trace.length; i++) {
                if (trace[i].getClassName().equals(thrower.getName())) {
                    extendOne(exception, trace, i, rows(innermost), driver.below());
                    driver.extended(exception);
                    break;
                }
            }
        } catch (Throwable broken) {
            // it overrides its methods: it is thrown as it is
        }
        return new Failure(exception);
    }

    // ---- arriving ------------------------------------------------------------------------------

    /** For what a suspended frame is about to get. */
    static Failure arrived(Failure failure, @Nullable Frame frame, Driver driver) {
        return arrived(failure, rows(frame), driver);
    }

    /** For what an await throws that does not suspend, at the top of the stack. */
    static Failure arrivedHere(Failure failure, Driver driver) {
        return arrived(failure, here(driver), driver);
    }

    /** For what is thrown into a generator's body from the top of the stack. */
    static Failure arrivedIn(Frame body, Failure failure, Driver driver) {
        List<StackTraceElement> chain = new ArrayList<>();
        StackTraceElement row = Rows.of(body);
        if (row != null) {
            chain.add(row);
        }
        chain.addAll(here(driver));
        return arrived(failure, chain, driver);
    }

    /** For what is thrown to whoever asks for a result outside of a loop. */
    static void arrivedOutside(Failure failure) {
        StackTraceElement[] stack = new Throwable().getStackTrace();
        arrived(failure, List.of(), Rows.users(stack, 0, stack.length), null);
    }

    private static Failure arrived(Failure failure, List<StackTraceElement> chain, Driver driver) {
        Failure arrived = arrived(failure, chain, driver.below(), driver.who());
        driver.extended(failure.exception());
        return arrived;
    }

    private static Failure arrived(
            Failure failure, List<StackTraceElement> chain, StackTraceElement[] below, @Nullable String who) {
        Throwable exception = failure.exception();
        try {
            Origin then;
            synchronized (exception) { // another loop may be about to do the same
                Origin known = failure.origin;
                boolean made = known == Origin.NONE; // of its trace, nothing is to be kept
                StackTraceElement[] trace = made ? Rows.NONE : exception.getStackTrace();
                Origin origin = known == null ? Origin.arriving(trace, below) : known;
                failure.origin = origin;
                List<StackTraceElement> rows = origin.arrived(chain, below, who);
                then = Origin.passing(Rows.bounded(rows), below);
                if (known != null && !made) {
                    addOthers(rows, trace, chain, below);
                }
                exception.setStackTrace(Rows.bounded(rows));
            }
            forRelated(exception, x -> {
                synchronized (x) {
                    StackTraceElement[] its = x.getStackTrace();
                    if (its.length > 0) {
                        Origin of = Origin.of(its, below);
                        x.setStackTrace(Rows.bounded(of.arrived(chain, below, who)));
                    }
                }
                return true;
            });
            return new Failure(exception, then);
        } catch (Throwable broken) {
            return failure; // it overrides its methods: it is thrown as it is
        }
    }

    /** Keeps the rows of others who have got the same exception from the same place. */
    @SuppressWarnings("ReferenceEquality") // rows that were there before are the same objects
    private static void addOthers(
            List<StackTraceElement> rows,
            StackTraceElement[] before,
            List<StackTraceElement> chain,
            StackTraceElement[] below) {
        int end = before.length - (Rows.endsWith(before, below) ? below.length : 0);
        int from = 0;
        while (from < end && from < rows.size() && before[from] == rows.get(from)) {
            from++;
        }
        List<StackTraceElement> others = new ArrayList<>();
        for (int i = from; i < end; ) {
            int first = Rows.isAwaitedBy(before[i]) ? i + 1 : i;
            int next = first + 1;
            while (next < end && !Rows.isAwaitedBy(before[next]) && !Rows.isOpened(before[next])) {
                next++;
            }
            List<StackTraceElement> section = Arrays.asList(before).subList(first, Math.min(next, end));
            if ((first > i || Rows.isOpened(before[i]))
                    && others.size() + section.size() < MAX_OTHERS
                    && !isEndOf(section, chain)
                    && (chain.isEmpty() || !isEndOf(chain, section))
                    && Rows.find(rows, section) < 0
                    && Rows.find(others, section) < 0) {
                others.add(first > i ? Rows.also(before[i]) : Rows.alsoAwaitedBy("another"));
                others.addAll(section);
            }
            i = next;
        }
        if (!others.isEmpty()) {
            rows.addAll(rows.size() - (Rows.endsWith(rows, below) ? below.length : 0), others);
        }
    }

    private static boolean isEndOf(List<StackTraceElement> end, List<StackTraceElement> rows) {
        int from = rows.size() - end.size();
        return from >= 0 && Rows.isAt(rows, from, end, 0, end.size());
    }

    // ---- leaving -------------------------------------------------------------------------------

    /** For what a task ends with: whoever gets it is somebody else. */
    static Failure left(Failure failure, Driver driver) {
        Throwable exception = failure.exception();
        driver.extended(null);
        try {
            StackTraceElement[] below = driver.below();
            StackTraceElement[] trace;
            synchronized (exception) {
                trace = exception.getStackTrace();
                if (trace.length == 0) {
                    return failure;
                }
                close(trace, below);
                exception.setStackTrace(trace);
            }
            forRelated(exception, x -> {
                synchronized (x) {
                    StackTraceElement[] its = x.getStackTrace();
                    if (its.length > 0) {
                        close(its, below);
                        x.setStackTrace(its);
                    }
                }
                return true;
            });
            Origin passing = failure.origin;
            return new Failure(
                    exception,
                    passing == null || passing == Origin.NONE ? Origin.ofTask(trace, below) : passing.left());
        } catch (Throwable broken) {
            return failure; // it overrides its methods: it is thrown as it is
        }
    }

    private static void close(StackTraceElement[] trace, StackTraceElement[] below) {
        int last = trace.length - 1 - (Rows.endsWith(trace, below) ? below.length : 0);
        if (last >= 0 && !Rows.isClosed(trace[last])) {
            trace[last] = Rows.closed(trace[last]);
        }
    }

    // ---- helpers -------------------------------------------------------------------------------

    private static List<StackTraceElement> rows(@Nullable Frame innermost) {
        List<StackTraceElement> rows = new ArrayList<>();
        Rows.add(rows, innermost);
        return rows;
    }

    /** The calls from the top of the stack down, with those that await the one that was resumed. */
    private static List<StackTraceElement> here(Driver driver) {
        StackTraceElement[] stack = new Throwable().getStackTrace();
        int from = 0;
        while (from < stack.length && Rows.isAbove(stack[from])) {
            from++;
        }
        int mark = Rows.trampoline(stack, 0);
        List<StackTraceElement> rows = new ArrayList<>();
        if (mark < 0) { // in a callback
            for (int i = from; i < stack.length && !Rows.isLoop(stack[i]); i++) {
                if (!Rows.isBelow(stack[i])) {
                    rows.add(stack[i]);
                }
            }
            return rows;
        }
        for (int i = from; i < mark; i++) {
            if (!Rows.isMachinery(stack[i])) {
                rows.add(stack[i]);
            }
        }
        Frame resumed = driver.resumed();
        Rows.add(rows, resumed == null ? null : resumed.parent);
        return rows;
    }

    /**
     * Goes through causes and suppressed exceptions, each once.
     *
     * @param action says whether to go on to those of its own
     */
    private static void forRelated(Throwable exception, Predicate<Throwable> action) {
        if (exception.getCause() != null || exception.getSuppressed().length > 0) {
            Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            seen.add(exception);
            related(exception, action, seen, 0);
        }
    }

    private static void related(Throwable exception, Predicate<Throwable> action, Set<Throwable> seen, int depth) {
        if (depth == MAX_DEPTH) {
            return;
        }
        Throwable cause = exception.getCause();
        if (cause != null) {
            visit(cause, action, seen, depth);
        }
        for (Throwable suppressed : exception.getSuppressed()) {
            visit(suppressed, action, seen, depth);
        }
    }

    private static void visit(Throwable exception, Predicate<Throwable> action, Set<Throwable> seen, int depth) {
        if (seen.size() < MAX_RELATED && seen.add(exception)) {
            try {
                if (action.test(exception)) {
                    related(exception, action, seen, depth + 1);
                }
            } catch (Throwable broken) {
                // it overrides its methods: it stays as it is
            }
        }
    }
}
