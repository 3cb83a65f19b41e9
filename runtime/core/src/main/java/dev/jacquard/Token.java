package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what a {@link ContextVar} was before {@link ContextVar#set}; closing it undoes that.
 * {@code contextvars.Token}, a context manager since Python 3.14.
 *
 * <pre>{@code
 * try (var token = user.set("eve")) {
 *     await(serve()); // and what it calls: user is "eve"
 * }
 * }</pre>
 *
 * <p>It belongs to the context in which the variable was set, so to one task: its scope may wait.
 *
 * @param <T> the variable's value
 */
public final class Token<T extends @Nullable Object> implements AutoCloseable {
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

    /** The variable that was set. */
    public ContextVar<T> variable() {
        return variable;
    }

    /**
     * Gives the variable back the value that it had before. {@code Token.__exit__}.
     *
     * @throws IllegalArgumentException if the current context is not the one in which the variable was set
     * @throws IllegalStateException if the token was used already, by this or by {@link ContextVar#reset}
     */
    @Override
    public void close() {
        variable.reset(this);
    }

    @Override
    public String toString() {
        return "Token[" + variable + (used ? ", used]" : "]");
    }
}
