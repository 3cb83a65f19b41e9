package dev.jacquard.testing.schedules;

/** At each step, each that may be next is as probable as the others. */
final class RandomChooser extends Chooser {
    private final long seed;
    private final Chance chance = new Chance();
    private long run;

    RandomChooser(long seed) {
        this.seed = seed;
    }

    @Override
    boolean begin() {
        chance.seed(seed, run++);
        return true;
    }

    @Override
    int choose(int step, int count, Recorder run) {
        return chance.below(count);
    }

    @Override
    int decide(int step, int count, double probability, Recorder run) {
        return chance.unusual(count, probability);
    }

    @Override
    String report(long runs) {
        return runs + " schedules at random (seed " + seed + "); nothing is said of others";
    }
}
