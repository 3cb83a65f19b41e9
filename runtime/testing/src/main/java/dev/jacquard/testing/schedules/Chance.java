package dev.jacquard.testing.schedules;

/** Pseudo-random numbers, the same for the same seed in every Java version. SplitMix64. */
final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /** Starts anew: another sequence for each seed and number. */
    void seed(long seed, long number) {
        state = mix(seed) + GOLDEN * mix(number + 1);
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** From 0 to before a bound. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** 0 for the usual, 1 to before a bound for something else, which has a probability. */
    int unusual(int bound, double probability) {
        boolean usual = (next() >>> 11) * 0x1.0p-53 >= probability;
        return usual ? 0 : 1 + below(bound - 1);
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }
}
