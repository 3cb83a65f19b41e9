package dev.jacquard.testing;

/**
 * What {@link EveryAwait} has run.
 *
 * @param awaits how many awaits of the test have suspended it when nothing happened
 * @param runs how many runs there were, with the one in which nothing happened
 * @param missed in how many the test ended before its await came: something is not the same in each run, such as what a
 *     socket gives at once
 */
public record AwaitRuns(int awaits, int runs, int missed) {}
