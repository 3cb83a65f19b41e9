package dev.jacquard;

import dev.jacquard.woven.Failure;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** With what a stage has failed. */
final class StageFailure {
    private StageFailure() {}

    /** {@link #unwrap} as it arrives somewhere. */
    static Failure of(Throwable e) {
        Throwable original = unwrap(e);
        return original instanceof CancelledError && original != e ? Failure.made(original) : new Failure(original);
    }

    /** The exception with which the stage was completed, without what the stage has wrapped around it. */
    static Throwable unwrap(Throwable e) {
        Throwable t = e;
        while (t instanceof CompletionException && t.getCause() != null) {
            t = t.getCause();
        }
        if (t instanceof CancellationException) {
            return new CancelledError(t.getMessage());
        }
        return t;
    }
}
