package dev.jacquard.weaver;

import org.jspecify.annotations.Nullable;

/**
 * One thing the weaver has to say about one place.
 *
 * @param problem what
 * @param className the class, with dots
 * @param method the method's name, or an empty string if it is about the class file
 * @param file the source file, or null if the class file does not say
 * @param line the line, or 0 if unknown
 * @param detail more about this case, or an empty string; of W01 and W02 the way out
 */
public record Diagnostic(
        Problem problem, String className, String method, @Nullable String file, int line, String detail) {

    /** The message as users see it: place, reason and way out, and the code. */
    public String message() {
        return (problem.isError() ? "Cannot weave " : "Warning: ")
                + className
                + place()
                + ": "
                + problem.text(detail)
                + " ["
                + problem.code()
                + "]";
    }

    private String place() {
        if (method.isEmpty()) {
            return "";
        }
        return "." + method + " (" + (file == null ? "unknown source" : file) + (line > 0 ? ":" + line : "") + ")";
    }

    @Override
    public String toString() {
        return message();
    }
}
