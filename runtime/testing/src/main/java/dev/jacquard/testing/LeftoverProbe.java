package dev.jacquard.testing;

import dev.jacquard.EventLoop;
import java.util.List;

/**
 * Counts things of one kind that a test must not leave behind: open transactions, borrowed connections, files in a
 * folder. Services of this type ({@link java.util.ServiceLoader}) look at each run of a test with
 * {@link CancelEverywhere}; for one test, {@link AsyncTester#watch(Look)} does without a service.
 *
 * <p>A library that does not know this module tells its loop instead: {@link EventLoop#opened}.
 */
public interface LeftoverProbe {
    /**
     * Begins to look, before a run of a test.
     *
     * @param loop the run's, which does not run yet
     * @return is asked when the run has ended
     */
    Look begin(EventLoop loop);

    /** What is left. */
    @FunctionalInterface
    interface Look {
        /**
         * Called on the loop, in no task of the test's, when the test has ended with its fixtures and tasks. If there
         * is something it is asked again for up to a second: a thread may be about to close it.
         *
         * @return a line for each thing that is left: what it is and, if that is known, where it was obtained
         */
        List<String> left();
    }
}
