package dev.jacquard.woven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of stack traces: whose they are, and those that suspended calls would have. */
final class Rows {
    /** As many as the JVM itself keeps of a stack. */
    static final int MAX = 1_024;

    static final StackTraceElement[] NONE = {};

    /** Stands where rows were left out. */
    static final StackTraceElement GAP = new StackTraceElement("...", "", "more rows, left out", -1);

    private static final String TRAMPOLINE = Driver.class.getName();
    private static final String DOOR = Woven.class.getPackageName() + ".";
    private static final String RUNTIME = "dev.jacquard.";
    private static final String LOOP = RUNTIME + "BaseEventLoop";
    private static final String AWAITED_BY = "awaited by ";
    private static final String ALSO = "also ";
    private static final int MAX_FRAMES = 1_000_000;

    private static final ClassValue<@Nullable Calls> CALLS = new ClassValue<>() {
        @Override
        protected @Nullable Calls computeValue(Class<?> type) {
            WovenMethod method = type.getAnnotation(WovenMethod.class);
            return method == null ? null : new Calls(method);
        }
    };

    private Rows() {}

    /** The rows that calls of one woven method have, by state. */
    private static final class Calls {
        private final WovenMethod method;
        private final int[] lines;
        private final @Nullable StackTraceElement[] rows; // made when they are asked for

        Calls(WovenMethod method) {
            this.method = method;
            this.lines = method.lines();
            this.rows = new StackTraceElement[lines.length + 1];
        }

        StackTraceElement at(int state) {
            int i = state > 0 && state <= lines.length ? state : 0;
            StackTraceElement row = rows[i];
            if (row == null) {
                row = make(i == 0 ? -1 : lines[i - 1]);
                rows[i] = row;
            }
            return row;
        }

        private StackTraceElement make(int line) {
            Class<?> type = method.type();
            Module module = type.getModule();
            return new StackTraceElement(
                    loaderName(type),
                    module.getName(),
                    module.getDescriptor() == null
                            ? null
                            : module.getDescriptor().rawVersion().orElse(null),
                    type.getName(),
                    method.method().intern(), // see closed
                    method.file().isEmpty() ? null : method.file(),
                    line);
        }

        private static @Nullable String loaderName(Class<?> type) {
            // the JVM does not print its own loaders' names either
            ClassLoader loader = type.getClassLoader();
            return loader == null || loader == ClassLoader.getSystemClassLoader() ? null : loader.getName();
        }
    }

    // ---- of frames -----------------------------------------------------------------------------

    /** The row that a frame would have on the stack, or null for the runtime's own frames. */
    static @Nullable StackTraceElement of(Frame frame) {
        Calls calls = CALLS.get(frame.getClass());
        return calls == null ? null : calls.at(frame.state);
    }

    /** The rows of a frame and of those that await it; no more than the limit. */
    static List<StackTraceElement> of(@Nullable Frame innermost, int limit) {
        List<StackTraceElement> rows = new ArrayList<>();
        // the second bound is for a reader on another thread, who may see links change
        int steps = 0;
        for (Frame f = innermost; f != null && rows.size() < limit; f = f.parent) {
            StackTraceElement row = of(f);
            if (row != null) {
                rows.add(row);
            }
            if (++steps > MAX_FRAMES) {
                break;
            }
        }
        return rows;
    }

    /** Adds the rows of a frame and of those that await it to a trace, and says if there are more. */
    static void add(List<StackTraceElement> to, @Nullable Frame innermost) {
        int left = MAX;
        for (Frame f = innermost; f != null; f = f.parent) {
            if (--left < 0) {
                to.add(GAP); // to look for the outermost ones would take quadratic time
                return;
            }
            StackTraceElement row = of(f);
            if (row != null) {
                to.add(row);
            }
        }
    }

    // ---- of stacks -----------------------------------------------------------------------------

    /** Where the trampoline is, from a row on; -1 if it is not there. */
    static int trampoline(StackTraceElement[] rows, int from) {
        for (int i = from; i < rows.length; i++) {
            if (isTrampoline(rows[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isTrampoline(StackTraceElement row) {
        String method = row.getMethodName();
        return (method.equals("run") || method.equals("resumeParents") || method.equals("onlySuspends"))
                && row.getClassName().equals(TRAMPOLINE);
    }

    /**
     * The rows of this thread's stack below the loop; none if no loop runs here. One of another copy of the runtime may
     * run further down.
     */
    static StackTraceElement[] belowLoop(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            if (stack[i].getClassName().equals(LOOP) && stack[i].getMethodName().equals("runForever")) {
                return users(stack, i + 1, stack.length);
            }
        }
        return NONE;
    }

    /** The rows of this thread's stack below the trampoline, down to the next one. */
    static StackTraceElement[] belowTrampoline(StackTraceElement[] stack) {
        int from = trampoline(stack, 0) + 1;
        for (int i = from; i < stack.length; i++) {
            if ((isTrampoline(stack[i]) || isLoop(stack[i])) && isLeft(stack, from, i)) {
                return users(stack, from, i);
            }
        }
        return users(stack, from, stack.length);
    }

    /** Whether there are rows of the user between: else it is the same trampoline's. */
    private static boolean isLeft(StackTraceElement[] stack, int from, int to) {
        return users(stack, from, to).length > 0;
    }

    /** Those that are not the runtime's. */
    static StackTraceElement[] users(StackTraceElement[] rows, int from, int to) {
        List<StackTraceElement> users = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (!isBelow(rows[i])) {
                users.add(rows[i]);
            } else if (isStart(rows[i])) {
                i++; // the method that makes the stage: its body has a row of its own
            }
        }
        return users.toArray(NONE);
    }

    private static boolean isStart(StackTraceElement row) {
        return row.getMethodName().equals("stage") && row.getClassName().equals(Woven.class.getName());
    }

    /** Rows between a woven body and its caller. */
    static boolean isMachinery(StackTraceElement row) {
        String type = row.getClassName();
        return type.startsWith(DOOR)
                || isCoroutine(type)
                || isInternal(type)
                || isLinkage(type)
                || row.getMethodName().equals("takeOrWait"); // of a Source; above it is the call that users know
    }

    /** Between a coroutine and its body; exceptions do not show it, what is asked of a thread does. */
    private static boolean isLinkage(String type) {
        return type.startsWith("java.lang.invoke.")
                && (type.endsWith("$Holder") || type.startsWith("java.lang.invoke.LambdaForm$"));
    }

    /** Rows above the call that awaits, or asks for the result, when that throws. */
    static boolean isAbove(StackTraceElement row) {
        return isMachinery(row) || row.getClassName().equals(RUNTIME + "Future");
    }

    /** The runtime's drivers and coroutines, whichever module they are in. */
    private static boolean isInternal(String type) {
        if (!type.startsWith(RUNTIME) || type.indexOf('.', RUNTIME.length()) >= 0) {
            return false;
        }
        String name = type.substring(RUNTIME.length());
        return name.endsWith("Driver")
                || name.startsWith("BodyGenerator")
                || name.startsWith("Leaf")
                || name.startsWith("Source")
                || name.endsWith("Attempt")
                || name.equals("CallCoroutine")
                || name.equals("Coroutine");
    }

    private static boolean isCoroutine(String type) {
        int at = type.lastIndexOf("$Coroutine");
        return at >= 0 && (at + 10 == type.length() || type.charAt(at + 10) == '$');
    }

    /** Rows of the task and the loop, below the trampoline; what the user called (run) stays. */
    static boolean isBelow(StackTraceElement row) {
        String type = row.getClassName();
        return isMachinery(row)
                || (type.startsWith(RUNTIME) && type.indexOf('.', RUNTIME.length()) < 0 && !isEntry(type))
                || type.startsWith(RUNTIME + "loop.");
    }

    /** What has called a loop. */
    static boolean isEntry(String type) {
        return type.equals(RUNTIME + "Asyncio") || type.equals(RUNTIME + "Runner");
    }

    /** Where the loop begins, seen from above. */
    static boolean isLoop(StackTraceElement row) {
        String type = row.getClassName();
        return type.startsWith(RUNTIME + "loop.") || (type.startsWith(RUNTIME) && type.endsWith("Loop"));
    }

    /** Where our call on another thread begins, seen from above. */
    static boolean isCallOnThread(StackTraceElement row) {
        return row.getClassName().equals(RUNTIME + "ExecutorCall");
    }

    /** What every thread of a pool has at the bottom of its stack. */
    static boolean isPool(StackTraceElement row) {
        String type = row.getClassName();
        return type.equals("java.lang.Thread")
                || type.startsWith("java.lang.Thread$")
                || type.startsWith("java.lang.VirtualThread")
                || type.startsWith("java.util.concurrent.")
                || type.startsWith("jdk.internal.");
    }

    /** How many rows there are without those of a pool at the end. */
    static int withoutPool(StackTraceElement[] rows) {
        int n = rows.length;
        while (n > 0 && isPool(rows[n - 1])) {
            n--;
        }
        return n;
    }

    // ---- of sections ---------------------------------------------------------------------------

    /** Says whose rows follow. */
    static StackTraceElement awaitedBy(String who) {
        return new StackTraceElement("Task", "", AWAITED_BY + who, -1);
    }

    /** Says that whose rows follow has got it, too, but not from those above. */
    static StackTraceElement alsoAwaitedBy(String who) {
        return new StackTraceElement("Task", "", ALSO + AWAITED_BY + who, -1);
    }

    static StackTraceElement also(StackTraceElement awaitedBy) {
        String file = String.valueOf(awaitedBy.getFileName());
        return file.startsWith(ALSO) ? awaitedBy : alsoAwaitedBy(file.substring(AWAITED_BY.length()));
    }

    static boolean isAwaitedBy(StackTraceElement row) {
        String file = row.getFileName();
        return row.getMethodName().isEmpty() && file != null && (file.startsWith(AWAITED_BY) || file.startsWith(ALSO));
    }

    // Where a chain's rows begin, and that its outermost call has ended, is told by strings that
    // are
    // not the interned ones of all other rows: that survives copying, and nobody else sees it.

    /** A row with which those of an await begin. */
    static StackTraceElement opened(StackTraceElement row) {
        return copy(row, own(row.getClassName()), row.getMethodName());
    }

    @SuppressWarnings("ReferenceEquality")
    static boolean isOpened(StackTraceElement row) {
        String type = row.getClassName();
        return type != type.intern() && !row.getMethodName().isEmpty();
    }

    /** The row of a task's outermost call when the exception has left it. */
    static StackTraceElement closed(StackTraceElement row) {
        return copy(row, row.getClassName(), own(row.getMethodName()));
    }

    @SuppressWarnings("ReferenceEquality")
    static boolean isClosed(StackTraceElement row) {
        String method = row.getMethodName();
        return method != method.intern();
    }

    @SuppressWarnings("StringOperationCanBeSimplified") // an object of its own is what is wanted
    private static String own(String s) {
        return new String(s);
    }

    private static StackTraceElement copy(StackTraceElement row, String type, String method) {
        String loader = row.getClassLoaderName();
        boolean builtIn = "app".equals(loader) || "platform".equals(loader);
        return new StackTraceElement(
                builtIn ? null : loader,
                row.getModuleName(),
                row.getModuleVersion(),
                type,
                method,
                row.getFileName(),
                row.getLineNumber());
    }

    /** Whether both are of the same method. */
    static boolean isSameMethod(StackTraceElement a, StackTraceElement b) {
        return a.getMethodName().equals(b.getMethodName()) && a.getClassName().equals(b.getClassName());
    }

    @SuppressWarnings("ReferenceEquality")
    static boolean isSame(StackTraceElement a, StackTraceElement b) {
        return a == b || (a.getLineNumber() == b.getLineNumber() && isSameMethod(a, b));
    }

    /** Whether some rows are the last ones. */
    static boolean endsWith(StackTraceElement[] rows, StackTraceElement[] end) {
        return endsWith(Arrays.asList(rows), end);
    }

    static boolean endsWith(List<StackTraceElement> rows, StackTraceElement[] end) {
        return hasAt(rows, rows.size() - end.length, end, end.length);
    }

    /** Whether what lies below a loop is found, with its lines; a thread's own rows do not count. */
    static boolean containsBelow(List<StackTraceElement> rows, StackTraceElement[] below) {
        int n = withoutPool(below);
        for (int i = rows.size() - n; i >= 0; i--) {
            if (hasAt(rows, i, below, n)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAt(List<StackTraceElement> rows, int from, StackTraceElement[] wanted, int n) {
        if (from < 0) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (!isSame(rows.get(from + i), wanted[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether rows were left out there; a copy that tells of an end says so too. */
    static boolean isGap(StackTraceElement row) {
        return row.getClassName().equals(GAP.getClassName());
    }

    /** The first place where the methods of some rows are found, or -1. */
    static int find(List<StackTraceElement> rows, List<StackTraceElement> wanted) {
        int n = wanted.size();
        for (int i = 0; n > 0 && i + n <= rows.size(); i++) {
            if (isAt(rows, i, wanted, 0, n)) {
                return i;
            }
        }
        return -1;
    }

    /** How often they are found. */
    static int count(List<StackTraceElement> rows, List<StackTraceElement> wanted) {
        int n = 0;
        for (int i = 0; i + wanted.size() <= rows.size(); i++) {
            if (isAt(rows, i, wanted, 0, wanted.size())) {
                n++;
            }
        }
        return n;
    }

    static boolean isAt(List<StackTraceElement> rows, int at, List<StackTraceElement> wanted, int from, int n) {
        for (int j = 0; j < n; j++) {
            if (!isSameMethod(rows.get(at + j), wanted.get(from + j))) {
                return false;
            }
        }
        return true;
    }

    /** No more than are kept: where it began and what came last, without the middle. */
    static StackTraceElement[] bounded(List<StackTraceElement> rows) {
        int n = rows.size();
        if (n <= MAX) {
            return rows.toArray(NONE);
        }
        List<StackTraceElement> kept = new ArrayList<>(MAX);
        kept.addAll(rows.subList(0, MAX / 2));
        kept.add(GAP);
        kept.addAll(rows.subList(n - (MAX - kept.size()), n));
        return kept.toArray(NONE);
    }

    // ---- for people ----------------------------------------------------------------------------

    /** A call of which only the class of the frame is known. */
    static @Nullable String describe(Class<?> frame) {
        Calls calls = CALLS.get(frame);
        return calls == null ? null : describe(calls.at(0));
    }

    static String describe(Frame frame) {
        StackTraceElement row = of(frame);
        return row == null ? frame.getClass().getSimpleName() : describe(row);
    }

    private static String describe(StackTraceElement row) {
        String type = row.getClassName();
        String method = type.substring(type.lastIndexOf('.') + 1) + "." + row.getMethodName();
        return row.getLineNumber() < 0 ? method : method + "(" + row.getFileName() + ":" + row.getLineNumber() + ")";
    }
}
