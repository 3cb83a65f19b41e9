package dev.jacquard;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The installed {@link ContextPropagator}s. */
final class Propagation {
    private static final Logger LOG = System.getLogger("dev.jacquard");
    private static final ContextPropagator[] ALL = load();

    /** Whether there are any; a constant for the JIT, so that nothing is left of the checks. */
    static final boolean ON = ALL.length > 0;

    private Propagation() {}

    private static ContextPropagator[] load() {
        List<ContextPropagator> all = new ArrayList<>();
        try {
            ServiceLoader.load(ContextPropagator.class, ContextPropagator.class.getClassLoader())
                    .forEach(all::add);
        } catch (ServiceConfigurationError e) {
            LOG.log(Level.ERROR, "A ContextPropagator cannot be used", e);
        }
        return all.toArray(new ContextPropagator[0]);
    }

    /** What the current thread has, one entry per propagator. */
    static @Nullable Object[] capture() {
        @Nullable Object[] captured = new Object[ALL.length];
        for (int i = 0; i < ALL.length; i++) {
            try {
                captured[i] = ALL[i].capture();
            } catch (RuntimeException | LinkageError e) {
                log(ALL[i], e);
            }
        }
        return captured;
    }

    /** Gives it to the current thread; null is nothing. */
    static void restore(@Nullable Object @Nullable [] captured) {
        for (int i = 0; i < ALL.length; i++) {
            try {
                ALL[i].restore(captured == null ? null : captured[i]);
            } catch (RuntimeException | LinkageError e) {
                log(ALL[i], e);
            }
        }
    }

    private static void log(ContextPropagator propagator, Throwable e) {
        LOG.log(Level.ERROR, propagator + " has failed", e);
    }
}
