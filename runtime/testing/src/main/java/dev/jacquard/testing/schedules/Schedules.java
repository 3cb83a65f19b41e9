package dev.jacquard.testing.schedules;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Shrinkable;

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
     * Schedules. They shrink towards FIFO, with as few deviations as possible, together with the other values of a
     * property.
     *
     * @param steps in which steps there may be deviations, from 1
     * @param deviations how many there are at most
     * @param freedoms what they may reorder beside tasks and results of threads
     */
    public static Arbitrary<Schedule> arbitrary(int steps, int deviations, Freedom... freedoms) {
        if (steps < 1 || deviations < 0) {
            throw new IllegalArgumentException(
                    "At least 1 step and 0 deviations, not " + steps + " steps and " + deviations + " deviations");
        }
        int bits = Freedom.bits(Arrays.asList(freedoms));
        return Arbitraries.fromGenerator(random -> next(random, steps, deviations, bits));
    }

    private static Shrinkable<Schedule> next(Random random, int steps, int deviations, int bits) {
        TreeMap<Integer, Integer> choices = new TreeMap<>();
        for (int n = random.nextInt(deviations + 1); n > 0; n--) {
            choices.put(1 + random.nextInt(steps), random.nextBoolean() ? 1 : 1 + random.nextInt(CHOICES));
        }
        int[] pairs = new int[2 * choices.size()];
        int i = 0;
        for (var e : choices.entrySet()) {
            pairs[i++] = e.getKey();
            pairs[i++] = e.getValue();
        }
        return new ShrinkableSchedule(Schedule.ofPairs(bits, pairs));
    }
}
