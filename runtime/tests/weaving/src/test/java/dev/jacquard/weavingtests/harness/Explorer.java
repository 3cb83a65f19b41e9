package dev.jacquard.weavingtests.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs a program under many plans, plain and woven, and compares: suspended never, always and at every subset of its
 * points, with each point failing in turn, and with the task cancelled at each.
 */
public final class Explorer {
    private static final int ALL_SUBSETS_UP_TO = 10;

    private final Program program;
    private final Program oracle;
    private final Random random = new Random(42);
    private int runs;
    private int suspensions;

    private Explorer(Program program, Program oracle) {
        this.program = program;
        this.oracle = oracle;
    }

    /** Explores all, and fails at the first difference. */
    public static void explore(Program program) {
        if (!program.weaving().refusals().isEmpty()) {
            throw new AssertionError("refused: " + program.weaving().refusals() + "\n" + program.source());
        }
        Verification.check(program.weaving().classes());
        explore(program, program);
    }

    /**
     * Explores a program against another one that ought to do the same; both are checked already.
     *
     * @param oracle the program that is run plain
     */
    public static void explore(Program program, Program oracle) {
        new Explorer(program, oracle).explore();
    }

    /** The same under a few plans only: never, always, and each point failing. */
    public static void glance(Program program, Program oracle) {
        Explorer explorer = new Explorer(program, oracle);
        int points = explorer.compareFew(Plan.never());
        for (int p = 0; p < points; p++) {
            explorer.compareFew(Plan.never().with(p, Mishap.FAILURE));
        }
    }

    private int compareFew(Plan plan) {
        Behaviour expected = oracle.plain(plan);
        int points = oracle.lastRun().points();
        compare(plan, expected);
        compare(plan.suspending(Plan.always().suspends()).salted(runs), expected);
        return points;
    }

    private void explore() {
        int points = compareSubsets(Plan.never(), ALL_SUBSETS_UP_TO);
        if (points > 0 && suspensions == 0) {
            throw new AssertionError("nothing ever suspended in\n" + program.source());
        }
        int each = Math.min(points, 40);
        for (int p = 0; p < each; p++) {
            for (Mishap mishap : Mishap.values()) {
                Plan one = Plan.never().with(p, mishap);
                int then = compareSubsets(one, 5);
                if (points <= 6) {
                    for (int q = p + 1; q < Math.min(then, 8); q++) {
                        compareSubsets(one.with(q, Mishap.FAILURE), 3);
                        compareSubsets(one.with(q, Mishap.CANCELLATION), 3);
                    }
                }
            }
        }
    }

    /** Gives the number of points that the plain run has. */
    private int compareSubsets(Plan plan, int allUpTo) {
        Behaviour expected = oracle.plain(plan);
        int points = oracle.lastRun().points();
        for (Plan p : subsets(plan, points, allUpTo)) {
            compare(p, expected);
        }
        return points;
    }

    private List<Plan> subsets(Plan plan, int points, int allUpTo) {
        List<Plan> plans = new ArrayList<>();
        if (points <= allUpTo) {
            for (long bits = 0; bits < 1L << points; bits++) {
                plans.add(plan.suspending(bits).salted(runs + (int) bits));
            }
            return plans;
        }
        plans.add(plan);
        for (int salt = 0; salt < 3; salt++) {
            plans.add(plan.suspending(Plan.always().suspends()).salted(salt));
        }
        for (int i = 0; i < (allUpTo > 5 ? 100 : 8); i++) {
            plans.add(plan.suspendingAtRandom(random, i % 2 == 0 ? 0.5 : 0.15).salted(i));
        }
        return plans;
    }

    private void compare(Plan plan, Behaviour expected) {
        runs++;
        Behaviour actual = program.woven(plan);
        suspensions += program.lastRun().suspensions();
        if (!actual.equals(expected)) {
            throw new AssertionError(program.name()
                    + " under "
                    + plan
                    + "\nplain: "
                    + expected
                    + "\nwoven: "
                    + actual
                    + "\nkept in "
                    + program.keep()
                    + "\n"
                    + program.source());
        }
    }
}
