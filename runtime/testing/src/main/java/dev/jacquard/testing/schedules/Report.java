package dev.jacquard.testing.schedules;

import org.jspecify.annotations.Nullable;

/** The messages of failures. */
final class Report {
    private Report() {}

    static AssertionError failure(Finding f, long run, long runs, Strategy strategy) {
        String how = "Found by "
                + strategy
                + " in run "
                + run
                + " of "
                + runs
                + "; shortened from "
                + deviations(f.found().size())
                + " to "
                + f.shortest().size()
                + " in "
                + f.shrinkRuns()
                + " runs"
                + (f.fewest() ? "; none with fewer fails" : "")
                + ".\n";
        return new AssertionError(text(f.shortest(), f.failure(), how, f.story()), f.failure());
    }

    static AssertionError failure(Schedule schedule, Throwable failure, String story) {
        return new AssertionError(text(schedule, failure, "", story), failure);
    }

    private static String text(Schedule s, Throwable failure, String how, String story) {
        return "Fails under the schedule "
                + s
                + " ("
                + deviations(s.size())
                + " from FIFO): "
                + failure
                + "\n"
                + how
                + "\n"
                + story
                + "\nTo repeat it: -D"
                + Explorer.PROPERTY
                + "="
                + s
                + ", @ExploreSchedules(schedule = \""
                + s
                + "\"), or Explorer.run(Schedule.parse(\""
                + s
                + "\"), program).\n";
    }

    private static String deviations(int n) {
        return n == 1 ? "1 deviation" : n + " deviations";
    }

    static AssertionError notRepeated(
            Schedule schedule, @Nullable Throwable first, @Nullable Throwable second, @Nullable String difference) {
        String message = "The program does not do the same twice under the schedule "
                + schedule
                + ": something is not controlled by it (threads of its own, real time,"
                + " random numbers, state that is left from the last run, the order of a"
                + " hash table).\n"
                + (difference == null ? "The steps of two more runs are the same." : difference)
                + "\nFirst run:  "
                + end(first)
                + "\nSecond run: "
                + end(second);
        return new AssertionError(message, first == null ? second : first);
    }

    private static String end(@Nullable Throwable failure) {
        return failure == null ? "succeeds" : "throws " + failure;
    }
}
