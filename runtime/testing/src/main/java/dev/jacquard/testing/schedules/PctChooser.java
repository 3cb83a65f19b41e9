package dev.jacquard.testing.schedules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010): each job (of events:
 * each stream) has a random priority and the highest runs, except that at depth - 1 random steps the one that would be
 * next falls below all others. A bug that needs d such events is found with a probability of at least 1 / (jobs * steps
 * ^ (d - 1)) in each run.
 *
 * <p>So that a task which polls does not keep the others from ever running, one that was chosen very often in a row
 * falls too.
 */
final class PctChooser extends Chooser {
    private static final int TOO_OFTEN = 50;

    private final long seed;
    private final int depth;
    private final Chance chance = new Chance();
    private final int[] changes;
    private long run;
    private int longest = 20; // steps, of all runs so far

    private @Nullable Object[] jobs = new Object[16];
    private long[] priorities = new long[16];
    private int known;
    private long lowest;
    private @Nullable Object last;
    private int often;

    PctChooser(long seed, int depth) {
        this.seed = seed;
        this.depth = depth;
        this.changes = new int[depth - 1];
    }

    @Override
    boolean begin() {
        chance.seed(seed, run++);
        for (int i = 0; i < changes.length; i++) {
            changes[i] = 1 + chance.below(longest);
        }
        Arrays.fill(jobs, 0, known, null);
        known = 0;
        lowest = 0;
        last = null;
        often = 0;
        return true;
    }

    @Override
    int choose(int step, int count, Recorder run) {
        int best = highest(count, run);
        if (isChange(step)) {
            fall(run.actor(best));
            best = highest(count, run);
        }
        Object job = run.actor(best);
        if (job != last) {
            last = job;
            often = 0;
        } else if (++often > TOO_OFTEN) {
            fall(job);
            best = highest(count, run);
        }
        return best;
    }

    @Override
    int decide(int step, int count, double probability, Recorder run) {
        return chance.unusual(count, probability);
    }

    private boolean isChange(int step) {
        for (int c : changes) {
            if (c == step) {
                return true;
            }
        }
        return false;
    }

    private int highest(int count, Recorder run) {
        int best = 0;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int known = find(run.actor(i)); // which may make the array a longer one
            long p = priorities[known];
            if (p > most) {
                most = p;
                best = i;
            }
        }
        return best;
    }

    private void fall(Object job) {
        int known = find(job); // which may make the array a longer one
        priorities[known] = --lowest;
    }

    private int find(Object job) {
        for (int i = 0; i < known; i++) {
            if (jobs[i] == job) {
                return i;
            }
        }
        if (known == jobs.length) {
            jobs = Arrays.copyOf(jobs, known * 2);
            priorities = Arrays.copyOf(priorities, known * 2);
        }
        jobs[known] = job;
        priorities[known] = chance.next() >>> 1; // above all that have fallen
        return known++;
    }

    @Override
    void end(Recorder run) {
        longest = Math.max(longest, Math.min(run.steps(), 1000));
    }

    @Override
    String report(long runs) {
        return runs
                + " schedules by priorities (PCT, seed "
                + seed
                + ", depth "
                + depth
                + "); nothing is said of others";
    }
}
