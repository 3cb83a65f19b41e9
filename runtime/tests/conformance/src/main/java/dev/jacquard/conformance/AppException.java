package dev.jacquard.conformance;

import org.jspecify.annotations.Nullable;

/** An exception of the scenario language that has no class in Java: it carries the name of its class. */
final class AppException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String className;

    AppException(String className, @Nullable String message) {
        super(message);
        this.className = className;
    }

    String className() {
        return className;
    }
}
