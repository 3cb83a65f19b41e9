package dev.jacquard.contextpropagation;

import dev.jacquard.ContextPropagator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Captures and restores what Micrometer's global {@link ContextRegistry} has accessors for, also those that are
 * registered later; and, where they are on the class path and the registry has nothing for them, SLF4J's MDC and
 * OpenTelemetry's context.
 */
public final class MicrometerPropagator implements ContextPropagator {
    private final ContextRegistry registry = ContextRegistry.getInstance();
    private final List<ThreadLocalAccessor<?>> own = new ArrayList<>();
    private volatile Accessors accessors;

    /** For {@link java.util.ServiceLoader}. */
    public MicrometerPropagator() {
        if (isThere("org.slf4j.MDC")) {
            own.add(new Slf4jThreadLocalAccessor());
        }
        if (isThere("io.opentelemetry.context.Context")) {
            own.add(new OpenTelemetryAccessor());
        }
        accessors = Accessors.of(List.of(), own);
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, MicrometerPropagator.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The registry's accessors, and those of our own whose key it does not have. */
    private List<ThreadLocalAccessor<?>> accessors() {
        List<ThreadLocalAccessor<?>> registered = registry.getThreadLocalAccessors();
        Accessors last = accessors;
        if (!registered.equals(last.registered)) { // seldom changes, and this is asked often
            last = Accessors.of(List.copyOf(registered), own);
            accessors = last;
        }
        return last.all;
    }

    private record Accessors(List<ThreadLocalAccessor<?>> registered, List<ThreadLocalAccessor<?>> all) {
        static Accessors of(List<ThreadLocalAccessor<?>> registered, List<ThreadLocalAccessor<?>> own) {
            List<ThreadLocalAccessor<?>> all = new ArrayList<>(registered);
            for (ThreadLocalAccessor<?> accessor : own) {
                if (registered.stream().noneMatch(a -> a.key().equals(accessor.key()))) {
                    all.add(accessor);
                }
            }
            return new Accessors(registered, all);
        }
    }

    @Override
    public @Nullable Object capture() {
        Map<ThreadLocalAccessor<?>, Object> values = new IdentityHashMap<>();
        for (ThreadLocalAccessor<?> accessor : accessors()) {
            Object value = accessor.getValue();
            if (value != null) {
                values.put(accessor, value);
            }
        }
        return values;
    }

    @Override
    public void restore(@Nullable Object captured) {
        Map<?, ?> values = captured == null ? Map.of() : (Map<?, ?>) captured;
        for (ThreadLocalAccessor<?> accessor : accessors()) {
            set(accessor, values.get(accessor));
        }
    }

    @SuppressWarnings("unchecked")
    private static <V> void set(ThreadLocalAccessor<V> accessor, @Nullable Object value) {
        if (value == null) {
            accessor.setValue();
        } else {
            accessor.setValue((V) value);
        }
    }

    @Override
    public String toString() {
        return "MicrometerPropagator";
    }
}
