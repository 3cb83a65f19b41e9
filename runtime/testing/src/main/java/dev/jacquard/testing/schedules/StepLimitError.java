package dev.jacquard.testing.schedules;

/** A program has not ended after so many steps that it is taken to run for ever. */
final class StepLimitError extends AssertionError {
    private static final long serialVersionUID = 1;

    StepLimitError(String what, int maxSteps) {
        super("After "
                + maxSteps
                + " steps "
                + what
                + " has not ended: a livelock, a task that starves, or a program that needs"
                + " more steps (see Explorer.maxSteps).");
    }
}
