package dev.jacquard.testing.schedules;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** Schedules as jqwik's values. */
public final class Schedules {
    private static final int STEPS = 40;
    private static final int DEVIATIONS = 12;
    private static final int CHOICES = 4;

    private Schedules() {}

    /** Schedules with at most 12 deviations, in the first 40 steps. */
    public static Arbitrary<Schedule> arbitrary(Freedom... freedoms) {
        return arbitrary(STEPS, DEVIATIONS, freedoms);
    }

    /**
     * Schedules. They shrink towards FIFO, with as few deviations as possible, together with the
     * other values of a property.
     *
     * @param steps in which steps there may be deviations, from 1
     * @param deviations how many there are at most
     * @param freedoms what they may reorder beside tasks and results of threads
     */
    public static Arbitrary<Schedule> arbitrary(int steps, int deviations, Freedom... freedoms) {
        Arbitrary<Integer> step =
                Arbitraries.integers()
                        .between(1, steps)
                        .withDistribution(RandomDistribution.uniform());
        Arbitrary<Integer> choice =
                Arbitraries.integers()
                        .between(1, CHOICES)
                        .withDistribution(RandomDistribution.uniform());
        return Combinators.combine(step, choice)
                .as(Deviation::new)
                .list()
                .ofMaxSize(deviations)
                .map(list -> Schedule.of(list, freedoms));
    }
}
