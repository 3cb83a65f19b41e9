package dev.jacquard;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A variable with one value per {@link Context}, so per task. {@code contextvars.ContextVar}.
 *
 * @param <T> the value
 */
public final class ContextVar<T extends @Nullable Object> {
    private final String name;
    private final boolean hasDefault;
    private final @Nullable T defaultValue;

    private ContextVar(String name, boolean hasDefault, @Nullable T defaultValue) {
        this.name = Objects.requireNonNull(name, "name is null");
        this.hasDefault = hasDefault;
        this.defaultValue = defaultValue;
    }

    /** A variable without a default. */
    public static <T extends @Nullable Object> ContextVar<T> of(String name) {
        return new ContextVar<>(name, false, null);
    }

    /** A variable with a default, which may be null. */
    public static <T extends @Nullable Object> ContextVar<T> of(String name, T defaultValue) {
        return new ContextVar<>(name, true, defaultValue);
    }

    /** The variable's name. */
    public String name() {
        return name;
    }

    /**
     * The value in the current context, or the default.
     *
     * @throws NoSuchElementException if there is neither
     */
    @SuppressWarnings({"unchecked", "NullAway"})
    public T get() {
        Map<ContextVar<?>, @Nullable Object> values = Current.currentValues();
        Object value = values.get(this);
        if (value == null && !values.containsKey(this)) {
            if (!hasDefault) {
                throw new NoSuchElementException(this + " has no value in this context and no default");
            }
            return defaultValue;
        }
        return (T) value;
    }

    /**
     * Sets the value in the current context.
     *
     * @return what {@link #reset} needs to undo that, or, as a resource of a {@code try}, does so at the end of a scope
     */
    public Token<T> set(T value) {
        Context context = Current.get().context();
        Token<T> token = new Token<>(this, context);
        context.set(this, value);
        return token;
    }

    /**
     * Gives the variable back the value that it had before {@link #set}.
     *
     * @throws IllegalArgumentException if the token is of another variable or another context
     * @throws IllegalStateException if the token was used already
     */
    public void reset(Token<T> token) {
        Objects.requireNonNull(token, "token is null");
        if (token.used) { // first, as in CPython
            throw new IllegalStateException(
                    "The token of " + this + " was used already: what one set has changed is undone once");
        }
        if (token.variable != this) {
            throw new IllegalArgumentException("The token is of " + token.variable + ", not of " + this);
        }
        Current here = Current.ifPresent();
        if (here == null || token.context != here.context()) {
            throw new IllegalArgumentException("The token of "
                    + this
                    + " was made in another context: it can be used only in the task, or"
                    + " the Context.run, in which the variable was set");
        }
        Context context = token.context;
        token.used = true;
        if (token.wasSet) {
            context.set(this, token.before);
        } else {
            context.remove(this);
            here.leave();
        }
    }

    @Override
    public String toString() {
        return "ContextVar[" + name + "]";
    }
}
