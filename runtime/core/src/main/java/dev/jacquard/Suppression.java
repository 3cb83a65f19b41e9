package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * Which of two exceptions goes on when something has failed, and so does what closes it. As in a try-with-resources
 * statement the first one does, and has the later one suppressed; but what ends a task is never suppressed by what does
 * not: a cancellation would be lost to whoever catches the exception and goes on.
 */
final class Suppression {
    private Suppression() {}

    /** The one that goes on, with the other one among its suppressed ones. */
    static Throwable of(@Nullable Throwable first, Throwable later) {
        if (first == null || first == later) {
            return later;
        }
        if (rank(later) > rank(first)) {
            later.addSuppressed(first);
            return later;
        }
        first.addSuppressed(later);
        return first;
    }

    private static int rank(Throwable e) {
        if (e instanceof LoopExit) {
            return 3;
        }
        if (e instanceof CancelledError) {
            return 2;
        }
        return e instanceof GeneratorExit ? 1 : 0;
    }
}
