package dev.jacquard;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is current on one thread: the running loop and the context. A running loop keeps its
 * thread's object, so that nothing is looked up to switch; and switching from task to task writes
 * nothing here, for the loop knows its task.
 */
final class Current {
    private static final ThreadLocal<Current> OF_THREAD = ThreadLocal.withInitial(Current::new);

    @Nullable BaseEventLoop loop;
    private final Context base = new Context();
    private @Nullable Context entered;

    /** Whose thread-locals the thread has; of interest only if there are propagators. */
    private Context held = base;

    static Current get() {
        return OF_THREAD.get();
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
    @Nullable Context enter(@Nullable Context context) {
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
        BaseEventLoop loop = get().loop;
        if (loop == null) {
            throw noLoop(what);
        }
        return loop;
    }

    static IllegalStateException noLoop(String what) {
        return new IllegalStateException(
                what
                        + ": no running loop on thread \""
                        + Thread.currentThread().getName()
                        + "\". Call it in a coroutine that was started by Asyncio.run(...).");
    }
}
