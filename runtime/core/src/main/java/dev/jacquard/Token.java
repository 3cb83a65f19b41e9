package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what a {@link ContextVar} was before {@link ContextVar#set}. {@code contextvars.Token}.
 */
public final class Token<T extends @Nullable Object> {
    final ContextVar<T> variable;
    final Context context;
    final boolean wasSet;
    final @Nullable Object before;
    boolean used;

    Token(ContextVar<T> variable, Context context) {
        this.variable = variable;
        this.context = context;
        this.wasSet = context.values().containsKey(variable);
        this.before = context.values().get(variable);
    }
}
