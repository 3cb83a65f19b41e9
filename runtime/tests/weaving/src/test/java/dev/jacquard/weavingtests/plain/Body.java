package dev.jacquard.weavingtests.plain;

/** The body of an {@code @Async} method with its arguments bound, not yet run. */
public interface Body {
    Object call() throws Throwable;
}
