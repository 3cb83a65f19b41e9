package dev.jacquard.woven;

import org.jspecify.annotations.Nullable;

/**
 * An exception on its way to the frame that awaits: what {@link Frame#resume} gets in place of a value. It knows the
 * exception's trace as it was where the way began, since others who await the same may have added to it meanwhile.
 */
public final class Failure {
    private final Throwable exception;

    /** What the trace begins with; null as long as nobody has asked. */
    @Nullable
    Origin origin;

    /** Wraps the exception. */
    public Failure(Throwable exception) {
        this.exception = exception;
    }

    /** Wraps another exception that comes from the same place. */
    public Failure(Throwable exception, @Nullable Origin origin) {
        this.exception = exception;
        this.origin = origin;
    }

    /**
     * Wraps one that was made where it is handed in, on behalf of the frame that gets it: its trace is that frame's.
     */
    public static Failure made(Throwable exception) {
        return new Failure(exception, Origin.NONE);
    }

    /** Where it comes from, if that is known. */
    public @Nullable Origin origin() {
        return origin;
    }

    /** The exception itself, never wrapped. */
    public Throwable exception() {
        return exception;
    }
}
