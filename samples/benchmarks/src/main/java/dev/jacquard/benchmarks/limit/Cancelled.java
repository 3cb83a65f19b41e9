package dev.jacquard.benchmarks.limit;

/** CancelledError. */
final class Cancelled extends Error {
    private static final long serialVersionUID = 1;

    Cancelled(String message) {
        super(message, null, false, false);
    }
}
