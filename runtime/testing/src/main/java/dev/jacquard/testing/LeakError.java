package dev.jacquard.testing;

import java.util.Set;

/** A test has left something behind. The message tells what, and where each was created. */
public final class LeakError extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient Set<Leak> kinds;

    LeakError(String message, Set<Leak> kinds) {
        super(message);
        this.kinds = kinds;
    }

    /** What kinds were found. */
    public Set<Leak> kinds() {
        return kinds;
    }
}
