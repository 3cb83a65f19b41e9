package dev.jacquard;

import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is current on one thread: the running loop and the context. A running loop keeps its thread's object, so that
 * nothing is looked up to switch; and switching from task to task writes nothing here, for the loop knows its task.
 */
final class Current {
    private static final ThreadLocal<@Nullable Current> OF_THREAD = new ThreadLocal<>();

    @Nullable
    BaseEventLoop loop;

    /** Of stages outside of loops, which the kernel does not know: the innermost turn, and those being cancelled. */
    @Nullable
    Object turn;

    @Nullable
    Deque<BaseDriver> cancelling;

    private final Context base = new Context();
    private @Nullable Context entered;

    /** Whose thread-locals the thread has; of interest only if there are propagators. */
    private Context held = base;

    static Current get() {
        Current current = OF_THREAD.get();
        if (current == null) {
            current = new Current();
            OF_THREAD.set(current);
        }
        return current;
    }

    /** Null where nothing is current: no need to make an object that says so. */
    static @Nullable Current ifPresent() {
        return OF_THREAD.get();
    }

    /** The loop that runs on this thread, or null. */
    static @Nullable BaseEventLoop runningLoop() {
        Current current = OF_THREAD.get();
        return current == null ? null : current.loop;
    }

    /** A copy of the context that is current on this thread. */
    static Context copyContext() {
        Current current = OF_THREAD.get();
        if (current == null && !Propagation.ON) {
            return new Context();
        }
        Current c = get();
        Context copy = c.context().copy();
        c.leave();
        return copy;
    }

    /** What is set in the context that is current on this thread. */
    static Map<ContextVar<?>, @Nullable Object> currentValues() {
        Current current = OF_THREAD.get();
        return current == null ? Map.of() : current.values();
    }

    /**
     * To be called where something ends to be current. A thread that lives on must not keep our classes, and those of
     * their loader, for nothing.
     */
    void leave() {
        if (loop == null
                && entered == null
                && turn == null
                && cancelling == null
                && base.values().isEmpty()) {
            OF_THREAD.remove();
        }
    }

    /** The context that was entered; else that of the task whose step is running. */
    Context context() {
        Context c = entered;
        if (c != null) {
            return c;
        }
        BaseEventLoop l = loop;
        Task<?> task = l == null ? null : l.currentTask();
        return task == null ? base : task.getContext();
    }

    /** What is set in {@link #context()}, without making an object of a task's context. */
    Map<ContextVar<?>, @Nullable Object> values() {
        Context c = entered;
        if (c != null) {
            return c.values();
        }
        BaseEventLoop l = loop;
        Task<?> task = l == null ? null : l.currentTask();
        return task == null ? base.values() : task.contextValues();
    }

    /**
     * Makes a context the current one.
     *
     * @param context it, or null for the running task's own
     * @return the one that was entered before, to be entered again, or null
     */
    @Nullable
    Context enter(@Nullable Context context) {
        Context before = entered;
        entered = context;
        if (Propagation.ON) {
            hold(context());
        }
        return before;
    }

    /** Gives the thread what {@link ContextPropagator}s know of a context. */
    void hold(Context context) {
        if (held != context) {
            held.left();
            held = context;
            context.entered();
        }
    }

    /** Between jobs. */
    void holdBase() {
        hold(base);
    }

    /** Whether the thread has what belongs to this context. */
    boolean holds(Context context) {
        return held == context;
    }

    /** The loop that runs on this thread; what was tried is named if there is none. */
    static BaseEventLoop loop(String what) {
        BaseEventLoop loop = runningLoop();
        if (loop == null) {
            throw noLoop(what);
        }
        return loop;
    }

    static IllegalStateException noLoop(String what) {
        return new IllegalStateException(what
                + ": no running loop on thread \""
                + Thread.currentThread().getName()
                + "\". Call it in a coroutine that was started by Asyncio.run(...).");
    }
}
