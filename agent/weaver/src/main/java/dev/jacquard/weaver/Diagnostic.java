package dev.jacquard.weaver;

import org.jspecify.annotations.Nullable;

/**
 * One thing the weaver has to say about one place.
 *
 * @param problem what
 * @param className the class, with dots
 * @param method the method's name
 * @param file the source file, or null if the class file does not say
 * @param line the line, or 0 if unknown
 * @param detail more about this case, or an empty string
 */
public record Diagnostic(
        Problem problem,
        String className,
        String method,
        @Nullable String file,
        int line,
        String detail) {

    /** The message as users see it: place, reason and way out, and the code. */
    public String message() {
        return (problem.isError() ? "Cannot weave " : "Warning: ")
                + className
                + "."
                + method
                + " ("
                + (file == null ? "unknown source" : file)
                + (line > 0 ? ":" + line : "")
                + "): "
                + problem.text()
                + (detail.isEmpty() ? "" : " (" + detail + ")")
                + " ["
                + problem.code()
                + "]";
    }

    @Override
    public String toString() {
        return message();
    }
}
