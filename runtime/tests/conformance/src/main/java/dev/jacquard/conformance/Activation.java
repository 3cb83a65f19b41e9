package dev.jacquard.conformance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One activation of a scenario's coroutine, generator or callback: its variables. */
final class Activation {
    private final Map<String, @Nullable Object> globals;
    private final Map<String, @Nullable Object> locals = new HashMap<>();
    private final Deque<Throwable> handling = new ArrayDeque<>();
    private @Nullable Object returned;

    Activation(Map<String, @Nullable Object> globals) {
        this.globals = globals;
    }

    @Nullable
    Object get(String name) {
        return scope(name).get(name);
    }

    void set(String name, @Nullable Object value) {
        scope(name).put(name, value);
    }

    private Map<String, @Nullable Object> scope(String name) {
        return Character.isUpperCase(name.charAt(0)) ? globals : locals;
    }

    /** Stores the value of an instruction in the variable that its {@code to} names, if any. */
    void store(Node instruction, @Nullable Object value) {
        if (instruction.has("to")) {
            set(instruction.text("to"), value);
        }
    }

    /** The exceptions that running handlers have caught, innermost first. */
    Deque<Throwable> handling() {
        return handling;
    }

    @Nullable
    Object returned() {
        return returned;
    }

    void setReturned(@Nullable Object value) {
        returned = value;
    }
}
