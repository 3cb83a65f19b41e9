package dev.jacquard.testing;

import dev.jacquard.Coroutine;

/**
 * What woven test methods call: of a test method the weaver makes one that returns a coroutine, and
 * one of the same name that returns nothing and gives that coroutine to {@link #run}.
 */
public final class WovenTests {
    private WovenTests() {}

    /**
     * Runs the coroutine on the loop of the test that is running on this thread, or, if {@link
     * AsyncExtension} is not there, as a test of its own with the usual settings.
     */
    public static void run(Coroutine<?> test) {
        AsyncTester tester = AsyncTester.current();
        if (tester != null) {
            tester.run(test);
            return;
        }
        try (AsyncTester own = AsyncTester.builder().build()) {
            own.run(test);
        }
    }
}
