package dev.jacquard;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of the context variables: each task has its own, a copy of its creator's. {@code
 * contextvars.Context}.
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
        return Current.get().context().copy();
    }

    /** A copy of this context. */
    public Context copy() {
        return Propagation.ON ? copyWithThread() : new Context(values);
    }

    private Context copyWithThread() {
        return Current.get().holds(this)
                ? new Context(new Propagation.Left(values, Propagation.capture()))
                : new Context(values);
    }

    /** The thread gets what belongs to another context. */
    void left() {
        values = new Propagation.Left(values, Propagation.capture());
    }

    /** The thread gets what belongs to this one. */
    void entered() {
        Propagation.restore(values instanceof Propagation.Left left ? left.captured : null);
    }

    /** Calls a function in this context: what it sets is set here, and stays. */
    public <T extends @Nullable Object> T run(Supplier<T> supplier) {
        Current current = Current.get();
        Context before = current.enter(this);
        try {
            return supplier.get();
        } finally {
            current.enter(before);
        }
    }

    /** The same for a function that may throw. */
    <T extends @Nullable Object> T call(Callable<T> callable) throws Exception {
        Current current = Current.get();
        Context before = current.enter(this);
        try {
            return callable.call();
        } finally {
            current.enter(before);
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
        values =
                values instanceof Propagation.Left left
                        ? new Propagation.Left(changed, left.captured)
                        : changed;
    }

    @Override
    public String toString() {
        return "Context" + values;
    }
}
