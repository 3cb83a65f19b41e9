package dev.jacquard.samples;

import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.testing.AsyncTester;

/** Runs a test with real sockets, and in real time; what it leaves behind fails it. */
public final class OnSockets {
    private OnSockets() {}

    /** Runs it. */
    public static <T, X extends Exception> T run(ThrowingAsyncCallable<T, X> program) throws X {
        try (AsyncTester tester = AsyncTester.builder().realTime().build()) {
            return tester.run(program);
        }
    }
}
