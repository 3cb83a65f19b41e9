package dev.jacquard.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Collects how the runs of one test have ended, and says what was wrong. */
final class MishapReport {
    private static final int TOLD = 10;

    private final EveryAwait options;
    private final List<String> failures = new ArrayList<>();
    private final List<Throwable> causes = new ArrayList<>();
    private @Nullable Moment first;
    private int awaits = -1; // not known
    private int failed;
    private int runs;
    private int missed;

    MishapReport(EveryAwait options) {
        this.options = options;
    }

    int awaits() {
        return awaits;
    }

    int missed() {
        return missed;
    }

    /**
     * What is to be run.
     *
     * @throws AssertionError if that is too much
     */
    void planned(int awaits, List<Moment> moments) {
        this.awaits = awaits;
        runs = 1 + moments.size();
        if (runs > options.maxRuns()) {
            throw new AssertionError("There would be "
                    + runs
                    + " runs, more than maxRuns = "
                    + options.maxRuns()
                    + ": the test as it is, and "
                    + options.mishaps()
                    + " at "
                    + (options.at() == CancelEverywhere.At.AWAITS
                            ? awaits + " awaits"
                            : "each turn of the loop in " + awaits + " awaits")
                    + ". Let the test do less, let less happen, or raise maxRuns.");
        }
    }

    void ran(Moment moment, MishapRun run, @Nullable Throwable failure, List<String> descriptors) {
        AwaitPlace place = run.place();
        if (place == null) {
            missed++;
            if (awaits < 0) {
                awaits = run.awaits();
            }
        }
        if (failure == null && descriptors.isEmpty()) {
            return;
        }
        failed++;
        if (first == null) {
            first = moment;
        }
        if (failure != null) {
            causes.add(failure);
        }
        if (failed <= TOLD) {
            failures.add(text(moment, place, failure, descriptors));
        }
    }

    private String text(
            Moment moment, @Nullable AwaitPlace place, @Nullable Throwable failure, List<String> descriptors) {
        StringBuilder s = new StringBuilder();
        String participle = moment.mishap().participle();
        s.append(Character.toUpperCase(participle.charAt(0))).append(participle, 1, participle.length());
        s.append(" at await ").append(moment.await());
        if (awaits >= 0) {
            s.append(" of ").append(awaits);
        }
        if (moment.turn() > 0) {
            s.append(" in turn ").append(moment.turn());
        }
        s.append(place == null ? ", which did not come in this run" : place);
        if (failure != null) {
            s.append('\n').append(failure instanceof LeakError ? failure.getMessage() : failure.toString());
        }
        descriptors.forEach(d -> s.append("\n- ").append(d).append(" is open"));
        return s.append("\nTo repeat it: ").append(moment).toString();
    }

    /** A run that was asked for is not passed over in silence. */
    void requireStruck(Moment moment) {
        if (missed > 0 && failed == 0) {
            throw new AssertionError(moment + " did not come: the test has ended after " + awaits + " awaits.");
        }
    }

    void throwIfAny() {
        if (first == null) {
            return;
        }
        StringJoiner s = new StringJoiner("\n\n");
        s.add("Fails in " + failed + (runs == 0 ? " run" : " of " + runs + " runs") + ".");
        failures.forEach(s::add);
        if (failed > TOLD) {
            s.add("... and in " + (failed - TOLD) + " more.");
        }
        s.add("To repeat the first: -D"
                + EveryAwait.PROPERTY
                + "="
                + first
                + ", @CancelEverywhere(only = \""
                + first
                + "\"), or EveryAwait.only(\""
                + first
                + "\").");
        AssertionError error = new AssertionError(s + "\n");
        for (Throwable cause : causes) {
            if (error.getCause() == null) {
                error.initCause(cause);
            } else {
                error.addSuppressed(cause);
            }
        }
        throw error;
    }
}
