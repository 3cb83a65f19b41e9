package dev.jacquard.weavingtests.random;

import java.util.ArrayList;
import java.util.List;

/** Random programs for those who want to know only whether all is well. */
public final class RandomPrograms {
    private static final int BATCH = 50;

    private RandomPrograms() {}

    /** Where programs of a seed differ first, or null. */
    public static String firstDifference(long seed, int programs) {
        for (int done = 0; done < programs; done += BATCH) {
            List<Batch.Key> keys = new ArrayList<>();
            for (int i = 0; i < Math.min(BATCH, programs - done); i++) {
                long s = seed * 1_000_003L + done + i;
                keys.add(new Batch.Key(s, 4 + (int) (s % 21)));
            }
            List<String> differences = new Batch(keys, new Histogram()).differences();
            if (!differences.isEmpty()) {
                return differences.size() + " of " + (done + BATCH) + " random programs";
            }
        }
        return null;
    }
}
