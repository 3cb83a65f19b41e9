package dev.jacquard.benchmarks.limit;

/** How an exception travels to the frame that is resumed. */
final class Failure {
    final Throwable cause;

    Failure(Throwable cause) {
        this.cause = cause;
    }

    static void check(Object v) {
        if (v instanceof Failure f) {
            throw Failure.<RuntimeException>sneak(f.cause);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X sneak(Throwable t) throws X {
        throw (X) t;
    }
}
