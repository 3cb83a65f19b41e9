package dev.jacquard;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of the context variables: each task has its own, a copy of its creator's. {@code contextvars.Context}.
 *
 * <p>Copying shares the map, which is never changed, only replaced.
 */
public final class Context {
    private Map<ContextVar<?>, @Nullable Object> values;

    /** An empty context. */
    public Context() {
        this(Map.of());
    }

    /** One that begins with these values, which are never changed. */
    Context(Map<ContextVar<?>, @Nullable Object> values) {
        this.values = values;
    }

    /** A copy of the current context. */
    public static Context copyCurrent() {
        return Current.copyContext();
    }

    /** A copy of this context. */
    public Context copy() {
        return Propagation.ON ? copyWithThread() : new Context(values);
    }

    private Context copyWithThread() {
        return Current.get().holds(this) ? new Context(new Left(values, Propagation.capture())) : new Context(values);
    }

    /** The thread gets what belongs to another context. */
    void left() {
        values = new Left(values, Propagation.capture());
    }

    /** The thread gets what belongs to this one. */
    void entered() {
        Propagation.restore(values instanceof Left left ? left.captured : null);
    }

    /** Calls a function in this context: what it sets is set here, and stays. */
    public <T extends @Nullable Object> T run(Supplier<T> supplier) {
        Objects.requireNonNull(supplier, "supplier is null");
        Current current = Current.get();
        Context before = current.enter(this);
        try {
            return supplier.get();
        } finally {
            current.enter(before);
            current.leave();
        }
    }

    /**
     * Makes this the current context of the thread until the scope is closed: what is set then is set here. For code
     * that calls others one after the other and cannot wrap them in {@link #run}, as a test framework does.
     *
     * @throws IllegalStateException in a running loop, where the thread is shared by all tasks
     */
    public Scope enter() {
        Current current = Current.get();
        if (current.loop != null) {
            throw new IllegalStateException("Context.enter() in a running loop would hold for all its tasks. Use"
                    + " context.run(...), or createTask(coroutine, name, context).");
        }
        return new Scope(current, this, current.enter(this));
    }

    /** While it is open, a context is the current one of the thread that has opened it. */
    public static final class Scope implements AutoCloseable {
        private final Current current;
        private final Context context;
        private final @Nullable Context before;
        private boolean closed;

        private Scope(Current current, Context context, @Nullable Context before) {
            this.current = current;
            this.context = context;
            this.before = before;
        }

        /**
         * Makes the context current that was so before. Closing again does nothing.
         *
         * @throws IllegalStateException on another thread, or while a scope that was opened later is open
         */
        @Override
        public void close() {
            if (closed) {
                return;
            }
            if (Current.ifPresent() != current || current.loop != null || current.context() != context) {
                throw new IllegalStateException(
                        "A context is left on the thread that has entered it, the last one first");
            }
            closed = true;
            current.enter(before);
            current.leave();
        }
    }

    /** Calls a function that may throw in this context. */
    <T extends @Nullable Object> T call(Callable<T> callable) throws Exception {
        Current current = Current.get();
        Context before = current.enter(this);
        try {
            return callable.call();
        } finally {
            current.enter(before);
            current.leave();
        }
    }

    /** What is set here: a map that is never changed. */
    Map<ContextVar<?>, @Nullable Object> values() {
        return values;
    }

    void set(ContextVar<?> variable, @Nullable Object value) {
        Map<ContextVar<?>, @Nullable Object> changed = new HashMap<>(values);
        changed.put(variable, value);
        change(changed);
    }

    void remove(ContextVar<?> variable) {
        Map<ContextVar<?>, @Nullable Object> changed = new HashMap<>(values);
        changed.remove(variable);
        change(changed);
    }

    private void change(Map<ContextVar<?>, @Nullable Object> changed) {
        values = values instanceof Left left ? new Left(changed, left.captured) : changed;
    }

    /**
     * The values of a context that is not current, with what the thread had when it was left: no field of
     * {@link Context} is spent on it, as there is one per task.
     */
    private static final class Left extends AbstractMap<ContextVar<?>, @Nullable Object> {
        private final Map<ContextVar<?>, @Nullable Object> values;
        final @Nullable Object[] captured;

        Left(Map<ContextVar<?>, @Nullable Object> values, @Nullable Object[] captured) {
            this.values = values instanceof Left left ? left.values : values;
            this.captured = captured;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return values.containsKey(key);
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            return values.get(key);
        }

        @Override
        public Set<Map.Entry<ContextVar<?>, @Nullable Object>> entrySet() {
            return values.entrySet();
        }
    }

    @Override
    public String toString() {
        return "Context" + values;
    }
}
