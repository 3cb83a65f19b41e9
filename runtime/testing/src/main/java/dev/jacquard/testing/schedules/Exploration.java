package dev.jacquard.testing.schedules;

import org.jspecify.annotations.Nullable;

/**
 * What came out of running a program under many schedules.
 *
 * @param runs how many schedules were run
 * @param complete whether these were all there are, in exhaustive mode without a bound reached
 * @param report in words, which ones
 * @param finding one under which it fails, or null
 */
public record Exploration(long runs, boolean complete, String report, @Nullable Finding finding) {}
