package dev.jacquard.testing.schedules;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shortens a schedule that fails: takes deviations away while it still fails in the same way, then makes the choices
 * small; and then looks whether one with fewer deviations fails at all.
 */
final class Shrinker {
    /** One run. */
    record Try(Schedule schedule, @Nullable Throwable failure) {}

    private static final int MAX_TRIES = 2_000;
    private static final int MAX_SEARCH = 20_000;

    private final Function<Chooser, Try> runner;
    private final Class<?> failure;
    private Try best;
    private int tries;
    private boolean fewest;

    /**
     * A shrinker.
     *
     * @param runner runs the program
     * @param failing a run that failed
     */
    Shrinker(Function<Chooser, Try> runner, Try failing, Class<?> failure) {
        this.runner = runner;
        this.failure = failure;
        this.best = failing;
    }

    /** The shortest that was found. */
    Try shrink() {
        removeDeviations();
        lowerChoices();
        searchShorter();
        return best;
    }

    int tries() {
        return tries;
    }

    /** Whether there is none that is shorter. */
    boolean isFewest() {
        return fewest;
    }

    private void removeDeviations() {
        int chunk = best.schedule().size();
        while (chunk > 0) {
            boolean shorter = false;
            for (int from = 0; from < best.schedule().size(); ) {
                int to = Math.min(from + chunk, best.schedule().size());
                if (isBetter(best.schedule().without(from, to))) {
                    shorter = true;
                } else {
                    from = to;
                }
            }
            int size = best.schedule().size();
            chunk = shorter && chunk == 1 ? Math.min(1, size) : Math.min(chunk / 2, size);
        }
    }

    private void lowerChoices() {
        for (int i = 0; i < best.schedule().size(); i++) {
            for (int c = 1; i < best.schedule().size() && c < best.schedule().choice(i); c++) {
                if (isBetter(best.schedule().withChoice(i, c))) {
                    break;
                }
            }
        }
    }

    private boolean isBetter(Schedule schedule) {
        if (tries >= MAX_TRIES) {
            return false;
        }
        tries++;
        Try t = runner.apply(new ScheduleChooser(schedule));
        if (!isSame(t)) {
            return false;
        }
        // what it really did: the others were none in this run
        boolean better = t.schedule().size() < best.schedule().size()
                || (t.schedule().size() == best.schedule().size() && sum(t.schedule()) < sum(best.schedule()));
        if (better) {
            best = t;
        }
        return better;
    }

    private static long sum(Schedule s) {
        long sum = 0;
        for (Deviation d : s.deviations()) {
            sum += d.choice();
        }
        return sum;
    }

    private boolean isSame(Try t) {
        return t.failure() != null && t.failure().getClass() == failure;
    }

    private void searchShorter() {
        int size = best.schedule().size();
        if (size == 0) {
            fewest = true;
            return;
        }
        ExhaustiveChooser all = new ExhaustiveChooser(best.schedule().freedoms, size - 1, Integer.MAX_VALUE);
        for (int i = 0; i < MAX_SEARCH; i++) {
            if (!all.begin()) {
                fewest = true;
                return;
            }
            tries++;
            Try t = runner.apply(all);
            if (isSame(t)) {
                best = t;
                fewest = true; // those with fewer came before
                return;
            }
        }
    }
}
