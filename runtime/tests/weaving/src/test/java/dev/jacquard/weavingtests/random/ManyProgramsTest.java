package dev.jacquard.weavingtests.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * As many random programs as one likes: {@code -Djacquard.programs=100000 -Djacquard.seed=1}; by Eclipse's compiler
 * with {@code -Djacquard.ecj=true}.
 */
@EnabledIfSystemProperty(named = "jacquard.programs", matches = "\\d+")
class ManyProgramsTest {
    private static final int BATCH = 50;
    private static final int ENOUGH = Integer.getInteger("jacquard.enough", 10);

    @Test
    void wovenProgramsDoAsPlainOnes() {
        int programs = Integer.getInteger("jacquard.programs");
        long seed = Long.getLong("jacquard.seed", 1);
        int most = Integer.getInteger("jacquard.size", 24);
        Histogram histogram = new Histogram();
        List<String> differences = new ArrayList<>();
        for (int done = 0; done < programs && differences.size() < ENOUGH; done += BATCH) {
            List<Batch.Key> keys = new ArrayList<>();
            for (int i = 0; i < Math.min(BATCH, programs - done); i++) {
                long s = seed * 1_000_000_007L + done + i;
                keys.add(new Batch.Key(s, 4 + (int) (s % Math.max(1, most - 3))));
            }
            for (String difference : new Batch(keys, histogram, Boolean.getBoolean("jacquard.ecj")).differences()) {
                differences.add(difference);
                System.out.println(difference);
            }
            if (done % 5000 == 0) {
                System.out.println(done + " programs, " + differences.size() + " differ");
            }
        }
        System.out.println(histogram);
        assertThat(differences).isEmpty();
    }
}
