package dev.jacquard.testing.schedules;

import java.util.function.IntFunction;

/** How an {@link Explorer} goes through schedules. */
final class Strategy {
    private final String text;
    private final IntFunction<Chooser> choosers; // of freedoms

    private Strategy(String text, IntFunction<Chooser> choosers) {
        this.text = text;
        this.choosers = choosers;
    }

    static Strategy fifo() {
        return new Strategy("fifo", freedoms -> new ScheduleChooser(Schedule.fifo()));
    }

    static Strategy random(long seed) {
        return new Strategy("random(seed " + seed + ")", freedoms -> new RandomChooser(seed));
    }

    static Strategy pct(long seed, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("The depth of PCT is at least 1, not " + depth);
        }
        return new Strategy("pct(seed " + seed + ", depth " + depth + ")", freedoms -> new PctChooser(seed, depth));
    }

    static Strategy exhaustive(int maxDeviations, int maxSteps) {
        if (maxDeviations < 0 || maxSteps < 0) {
            throw new IllegalArgumentException(
                    "A bound below 0: " + maxDeviations + " deviations, " + maxSteps + " steps");
        }
        return new Strategy(
                "exhaustive(" + maxDeviations + " deviations, " + maxSteps + " steps)",
                freedoms -> new ExhaustiveChooser(freedoms, maxDeviations, maxSteps));
    }

    /** It, at work for one exploration. */
    Chooser chooser(int freedoms) {
        return choosers.apply(freedoms);
    }

    @Override
    public String toString() {
        return text;
    }
}
