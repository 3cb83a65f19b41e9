package dev.jacquard.benchmarks.limit;

/** How an exception travels to the frame that is resumed. */
final class Failure {
    final Throwable cause;

    Failure(Throwable cause) {
        this.cause = cause;
    }

    static void check(Object v) {
        if (v instanceof Failure f) {
            Failure.<RuntimeException>sneak(f.cause);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }
}
