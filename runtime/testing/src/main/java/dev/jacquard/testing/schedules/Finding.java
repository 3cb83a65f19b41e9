package dev.jacquard.testing.schedules;

/**
 * A schedule under which a program fails.
 *
 * @param run in which run it was found, from 1
 * @param found the schedule that was found
 * @param shortest a schedule under which it fails in the same way, with as few deviations as could be found
 * @param fewest whether all schedules with fewer deviations were run, and none fails in this way
 * @param shrinkRuns how many runs it took to shorten it
 * @param failure what the program throws under it
 * @param story what happens, step by step
 */
public record Finding(
        long run, Schedule found, Schedule shortest, boolean fewest, int shrinkRuns, Throwable failure, String story) {}
