package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * Lets what other libraries keep in thread-locals (logging contexts, trace spans) follow a task as a {@link ContextVar}
 * does: what a task sets is there again after each await, a new task begins with a copy, and neither other tasks nor
 * the thread see it.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader}, once, in the class loader of this interface. Where
 * there is none, nothing is paid for it. Where there is one, each switch from one {@link Context} to another costs a
 * capture and a restore. {@code jacquard-context-propagation} has one for SLF4J, OpenTelemetry and everything that
 * Micrometer's {@code ContextRegistry} knows.
 */
public interface ContextPropagator {
    /**
     * What the current thread has now. Called when a context is left or copied; the object is kept as long as that
     * context, and may be restored several times, on several threads.
     *
     * @return a value that does not change any more, null for nothing
     */
    @Nullable
    Object capture();

    /**
     * Makes the current thread have exactly what was captured: what is missing there is removed from the thread.
     *
     * @param captured what {@link #capture} gave, null for nothing
     */
    void restore(@Nullable Object captured);
}
