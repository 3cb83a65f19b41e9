package dev.jacquard.woven;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives exceptions that are thrown after a suspension the trace that blocking calls would have
 * given.
 *
 * <pre>
 *   thrown after a suspension          what the user sees
 *   Shop.fetch  (resumed)              Shop.fetch
 *   Shop$fetch$Coroutine.resume        Shop.order     at its await   (from the frame's parent)
 *   Driver.run  (the trampoline)       Shop.main      at its await   (from the parent's parent)
 *   Task.run, loop, ...                Asyncio.run, ...
 *   Main.main                          Main.main
 * </pre>
 *
 * <p>The trampoline's row marks a trace that is not extended yet; extending removes it, so that an
 * exception seen by several awaiters is extended once.
 */
final class Traces {
    private static final String TRAMPOLINE = Driver.class.getName();
    private static final String DOOR = Woven.class.getPackageName() + ".";
    private static final int MAX_FRAMES = 1_000_000;
    private static final String RUNTIME = "dev.jacquard.";

    private static final ClassValue<@Nullable WovenMethod> METHODS =
            new ClassValue<>() {
                @Override
                protected @Nullable WovenMethod computeValue(Class<?> type) {
                    return type.getAnnotation(WovenMethod.class);
                }
            };

    private Traces() {}

    /** For an exception that a woven body has caught. */
    static void extendCaught(Throwable exception, Driver driver) {
        // also without parents: the mark must not be found again in another step
        Frame resumed = driver.resumed();
        if (resumed != null) {
            extend(exception, resumed.parent);
        }
    }

    /**
     * Replaces the trampoline and what lies below it by the rows of the frames that await.
     *
     * @param parent the frame that awaits the one in which the exception was thrown, or null
     */
    static void extend(Throwable exception, @Nullable Frame parent) {
        StackTraceElement[] rows = exception.getStackTrace();
        int mark = trampoline(rows);
        if (mark >= 0) {
            replaceFrom(mark, rows, exception, parent);
        }
    }

    /** The same where a class of the runtime stands in for the body that was to be resumed. */
    static void extend(Throwable exception, Class<?> thrower, @Nullable Frame innermost) {
        StackTraceElement[] rows = exception.getStackTrace();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].getClassName().equals(thrower.getName())) {
                replaceFrom(i, rows, exception, innermost);
                return;
            }
        }
    }

    private static void replaceFrom(
            int mark, StackTraceElement[] rows, Throwable exception, @Nullable Frame innermost) {
        List<StackTraceElement> all = new ArrayList<>(rows.length + 8);
        for (int i = 0; i < mark; i++) {
            if (!isMachinery(rows[i])) {
                all.add(rows[i]);
            }
        }
        for (Frame f = innermost; f != null; f = f.parent) {
            StackTraceElement row = row(f);
            if (row != null) {
                all.add(row);
            }
        }
        for (int i = mark + 1; i < rows.length; i++) {
            if (!isBelow(rows[i])) {
                all.add(rows[i]);
            }
        }
        exception.setStackTrace(all.toArray(new StackTraceElement[0]));
    }

    private static int trampoline(StackTraceElement[] rows) {
        for (int i = 0; i < rows.length; i++) {
            String method = rows[i].getMethodName();
            if ((method.equals("run") || method.equals("resumeParents"))
                    && rows[i].getClassName().equals(TRAMPOLINE)) {
                return i;
            }
        }
        return -1;
    }

    /** The row that a frame would have on the stack, or null for the runtime's own frames. */
    static @Nullable StackTraceElement row(Frame frame) {
        WovenMethod method = METHODS.get(frame.getClass());
        if (method == null) {
            return null;
        }
        int state = frame.state;
        int[] lines = method.lines();
        int line = state > 0 && state <= lines.length ? lines[state - 1] : -1;
        Class<?> type = method.type();
        Module module = type.getModule();
        return new StackTraceElement(
                loaderName(type),
                module.getName(),
                module.getDescriptor() == null
                        ? null
                        : module.getDescriptor().rawVersion().orElse(null),
                type.getName(),
                method.method(),
                method.file().isEmpty() ? null : method.file(),
                line);
    }

    static List<StackTraceElement> rows(@Nullable Frame innermost, int limit) {
        List<StackTraceElement> rows = new ArrayList<>();
        // the second bound is for a reader on another thread, who may see links change
        int steps = 0;
        for (Frame f = innermost; f != null && rows.size() < limit; f = f.parent) {
            StackTraceElement row = row(f);
            if (row != null) {
                rows.add(row);
            }
            if (++steps > MAX_FRAMES) {
                break;
            }
        }
        return rows;
    }

    static List<StackTraceElement> usersRows(StackTraceElement[] rows) {
        List<StackTraceElement> users = new ArrayList<>();
        for (StackTraceElement row : rows) {
            if (!isBelow(row)) {
                users.add(row);
            }
        }
        return users;
    }

    static String describe(Frame frame) {
        StackTraceElement row = row(frame);
        if (row == null) {
            return frame.getClass().getSimpleName();
        }
        String type = row.getClassName();
        String method = type.substring(type.lastIndexOf('.') + 1) + "." + row.getMethodName();
        return row.getLineNumber() < 0
                ? method
                : method + "(" + row.getFileName() + ":" + row.getLineNumber() + ")";
    }

    private static @Nullable String loaderName(Class<?> type) {
        // the JVM does not print its own loaders' names either
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getSystemClassLoader()
                ? null
                : loader.getName();
    }

    /** Rows between a woven body and its caller. */
    private static boolean isMachinery(StackTraceElement row) {
        String type = row.getClassName();
        return type.startsWith(DOOR) || isCoroutine(type) || isInternal(type);
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
                || name.endsWith("Attempt")
                || name.equals("CallCoroutine")
                || name.equals("Coroutine");
    }

    private static boolean isCoroutine(String type) {
        int at = type.lastIndexOf("$Coroutine");
        return at >= 0 && (at + 10 == type.length() || type.charAt(at + 10) == '$');
    }

    /** Rows of the task and the loop, below the trampoline; what the user called (run) stays. */
    private static boolean isBelow(StackTraceElement row) {
        String type = row.getClassName();
        return isMachinery(row)
                || (type.startsWith(RUNTIME)
                        && type.indexOf('.', RUNTIME.length()) < 0
                        && !type.equals(RUNTIME + "Asyncio")
                        && !type.equals(RUNTIME + "Runner"))
                || type.startsWith(RUNTIME + "loop.");
    }
}
