package dev.jacquard.woven;

/**
 * An exception on its way to the frame that awaits: what {@link Frame#resume} gets in place of a
 * value.
 */
public final class Failure {
    private final Throwable exception;

    /** Wraps the exception. */
    public Failure(Throwable exception) {
        this.exception = exception;
    }

    /** The exception itself, never wrapped. */
    public Throwable exception() {
        return exception;
    }
}
