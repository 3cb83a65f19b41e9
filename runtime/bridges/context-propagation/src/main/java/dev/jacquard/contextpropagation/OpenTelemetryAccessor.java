package dev.jacquard.contextpropagation;

import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's current context.
 *
 * <p>It is attached without ever closing the scope that this gives: closing restores what was current before, which
 * here is another task's. Scopes of the user's own, opened before an await and closed after it, find the context that
 * they expect.
 */
final class OpenTelemetryAccessor implements ThreadLocalAccessor<Context> {
    @Override
    public Object key() {
        return "jacquard.opentelemetry";
    }

    @Override
    public @Nullable Context getValue() {
        Context current = Context.current();
        return current == Context.root() ? null : current;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // see above
    public void setValue(Context value) {
        value.makeCurrent();
    }

    @Override
    public void setValue() {
        setValue(Context.root());
    }
}
