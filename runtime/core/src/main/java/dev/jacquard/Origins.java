package dev.jacquard;

import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of one loop may get lost: coroutines that are never awaited (in debug mode), exceptions that nobody retrieves
 * (always), and where the objects were created (in debug mode).
 *
 * <p>Reported once: when the garbage collector has found the object to be gone, or when the loop is closed. The
 * collector tells through a queue, which the loop empties when it is about to wait, in debug mode after each round.
 *
 * <p>Used by the loop's thread and, for coroutines that are started elsewhere, by others: so locked.
 */
final class Origins {
    private static final int MAX_ROWS = 20;
    private static final int MAX_LOOKED_AT = 200;

    /** Apart, as nobody needs it who is not in debug mode. */
    private static final class Walker {
        static final StackWalker INSTANCE = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    }

    private final BaseEventLoop loop;
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    private final Map<Origin, Origin> watched = new LinkedHashMap<>();

    Origins(BaseEventLoop loop) {
        this.loop = loop;
    }

    // ---- debug mode: what is created -----------------------------------------------------------

    /** A coroutine is being made: its fields are not set yet. */
    void created(Coroutine<?> coroutine) {
        watch(coroutine, creation());
    }

    /** A future is being made: its fields are not set yet, but the loop. */
    void created(Future<?> future) {
        if (!(future instanceof SleepFuture)) {
            watch(future, creation());
        }
    }

    /** The rows above the constructors. */
    private static List<StackTraceElement> creation() {
        return Walker.INSTANCE.walk(frames -> frames.dropWhile(
                        f -> isOurs(f.getDeclaringClass()) || f.getMethodName().equals("<init>"))
                .limit(MAX_LOOKED_AT)
                .map(StackWalker.StackFrame::toStackTraceElement)
                .toList());
    }

    private static boolean isOurs(Class<?> type) {
        return type == Origins.class || Observer.class.isAssignableFrom(type);
    }

    private void watch(Object object, List<StackTraceElement> stack) {
        Task<?> task = loop.isHere() ? loop.currentTask() : null;
        Origin origin = new Origin(
                this,
                object,
                gone,
                nameOf(object, stack),
                task == null ? null : task.getName(),
                RunningCalls.logical(
                        withoutKickoff(object, stack), task == null ? null : loop.driver.innermostStep(), MAX_ROWS));
        synchronized (this) {
            watched.put(origin, origin);
        }
        if (object instanceof Coroutine<?> coroutine) {
            coroutine.track(origin);
        }
    }

    /** A woven method's name, or the function of the runtime that the user has called. */
    private static String nameOf(Object object, List<StackTraceElement> stack) {
        if (object instanceof Frame frame) {
            List<StackTraceElement> own = Woven.rows(frame, 1);
            if (!own.isEmpty() && !Stacks.isRuntime(own.get(0))) {
                return Woven.describe(frame);
            }
        }
        String name = object.getClass().getSimpleName();
        for (StackTraceElement row : stack) {
            if (!Stacks.isRuntime(row)) {
                break;
            }
            String type = row.getClassName();
            name = type.substring(type.lastIndexOf('.') + 1) + "." + row.getMethodName();
        }
        return name;
    }

    /** The woven method itself is not where it was called. */
    private static List<StackTraceElement> withoutKickoff(Object object, List<StackTraceElement> stack) {
        List<StackTraceElement> own = object instanceof Frame frame ? Woven.rows(frame, 1) : List.of();
        return !own.isEmpty()
                        && !stack.isEmpty()
                        && own.get(0).getMethodName().equals(stack.get(0).getMethodName())
                        && own.get(0).getClassName().equals(stack.get(0).getClassName())
                ? stack.subList(1, stack.size())
                : stack;
    }

    // ---- exceptions that nobody has seen -------------------------------------------------------

    /** A future has failed, and nobody waits for it. */
    void failed(Future<?> future, Failure failure) {
        Origin known = find(future);
        String what = future instanceof Task<?> task
                ? "Task " + task.getName()
                : future.getClass().getSimpleName();
        Origin origin = new Origin(
                this,
                future,
                gone,
                what,
                known == null ? null : known.createdBy,
                known == null ? List.of() : known.createdAt);
        origin.failure = failure;
        synchronized (this) {
            watched.remove(origin);
            watched.put(origin, origin);
        }
    }

    /** Somebody has seen it. */
    void retrieved(Future<?> future) {
        Origin known = find(future);
        if (known != null) {
            known.failure = null;
            if (known.createdAt.isEmpty()) {
                known.settle();
            }
        }
    }

    /** Where a future of this loop was created; empty if that is not known. */
    List<StackTraceElement> createdAt(Object object) {
        Origin known = find(object);
        return known == null ? List.of() : known.createdAt;
    }

    private synchronized @Nullable Origin find(Object object) {
        return watched.get(new Origin(this, object, null, "", null, List.of()));
    }

    // ---- reports -------------------------------------------------------------------------------

    synchronized void remove(Origin origin) {
        watched.remove(origin);
        origin.clear(); // the collector need not tell of it
    }

    /** Reports what the collector has found to be lost. */
    void tellGone() {
        for (Reference<?> r = gone.poll(); r != null; r = gone.poll()) {
            Origin origin = (Origin) r;
            boolean isNew;
            synchronized (this) {
                isNew = watched.remove(origin) != null;
            }
            if (isNew) {
                tell(origin);
            }
        }
    }

    /** Reports all that was not awaited or retrieved until now. */
    void tellAll() {
        tellGone();
        List<Origin> all;
        synchronized (this) {
            all = new ArrayList<>(watched.keySet());
            watched.clear();
        }
        for (Origin origin : all) {
            tell(origin);
        }
    }

    private void tell(Origin origin) {
        Object object = origin.get();
        origin.clear();
        Failure failure = origin.failure;
        if (failure != null) {
            boolean isTask = object == null ? origin.what.startsWith("Task ") : object instanceof Task;
            loop.callExceptionHandler(new ErrorContext(
                    (isTask ? "Task" : "Future") + " exception was never retrieved",
                    failure.exception(),
                    object == null ? origin.what : object,
                    origin.createdAt));
        } else if (origin.isCoroutine) {
            loop.warn("Coroutine "
                    + origin.what
                    + " was never awaited. Await it, make a task of it with createTask, or"
                    + " close() it."
                    + Stacks.text("Created" + by(origin) + " at:", origin.createdAt));
        }
    }

    private static String by(Origin origin) {
        return origin.createdBy == null ? "" : " by task " + origin.createdBy;
    }
}
