package dev.jacquard.testing;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a test of {@link AsyncExtension} as often as it likes, in place of JUnit, which would run it once. An extension
 * gives it to {@link AsyncExtension#repeat}; {@code ExploreSchedules} does.
 */
@FunctionalInterface
public interface TestRepetition {
    /**
     * Called once, when JUnit would call the test method.
     *
     * @param test what can be run
     * @throws Throwable what the test fails with
     */
    void repeat(OneRun test) throws Throwable;

    /**
     * The whole of a test: its {@code @BeforeEach} methods, itself, its {@code @AfterEach} methods, and the look at
     * what is left.
     */
    @FunctionalInterface
    interface OneRun {
        /**
         * Runs it on a fresh loop, with a fresh instance of the test class.
         *
         * @param settings may change what the test's annotations say
         * @param ended called after the {@code @AfterEach} methods, before what is left is looked at and cleaned up
         * @return what it fails with, or null
         */
        @Nullable
        Throwable run(Consumer<AsyncTester.Builder> settings, Runnable ended);
    }
}
