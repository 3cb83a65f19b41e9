package dev.jacquard.weavingtests.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * A random program does the same woven as plain, wherever it suspends, fails or is cancelled.
 *
 * <p>For more programs see {@link ManyProgramsTest}.
 */
class RandomProgramsTest {
    private static final Histogram HISTOGRAM = new Histogram();
    private static boolean failed;

    @Property(
            tries = 8, // batches of 50; javac itself breaks down at a few programs
            seed = "20251",
            generation = GenerationMode.RANDOMIZED,
            shrinking = ShrinkingMode.BOUNDED)
    void wovenProgramsDoAsPlainOnes(@ForAll("batches") List<Batch.Key> keys) {
        check(keys);
    }

    @Tag("stress")
    @Property(tries = 16, seed = "20253", generation = GenerationMode.RANDOMIZED, shrinking = ShrinkingMode.BOUNDED)
    void moreWovenProgramsDoAsPlainOnes(@ForAll("batches") List<Batch.Key> keys) {
        check(keys);
    }

    private static void check(List<Batch.Key> keys) {
        List<String> differences = new Batch(keys, failed ? new Histogram() : HISTOGRAM).differences();
        failed |= !differences.isEmpty();
        assertThat(differences.stream().findFirst()).isEmpty();
    }

    @Property(
            tries = 2, // see ManyProgramsTest for more
            seed = "20252",
            generation = GenerationMode.RANDOMIZED,
            // what jqwik gives up shrinking goes on, and would log into the next property's runs
            shrinking = ShrinkingMode.OFF)
    void programsByEclipsesCompilerDoAsPlainOnes(@ForAll("batches") List<Batch.Key> keys) {
        List<String> differences = new Batch(keys, new Histogram(), true).differences();
        assertThat(differences.stream().findFirst()).isEmpty();
    }

    @Provide
    Arbitrary<List<Batch.Key>> batches() {
        Arbitrary<Long> seeds =
                Arbitraries.longs().between(0, 1L << 40).withDistribution(net.jqwik.api.RandomDistribution.uniform());
        Arbitrary<Integer> sizes =
                Arbitraries.integers().between(4, 24).withDistribution(net.jqwik.api.RandomDistribution.uniform());
        return Combinators.combine(seeds, sizes)
                .as(Batch.Key::new)
                .list()
                .ofSize(50)
                .uniqueElements();
    }

    @AfterContainer
    static void everyFeatureWasSuspendedInside() {
        if (!failed) {
            System.out.println(HISTOGRAM);
            assertThat(HISTOGRAM.programs()).isGreaterThanOrEqualTo(350);
            assertThat(HISTOGRAM.rarer(HISTOGRAM.programs() / 24)).isEmpty();
        }
    }
}
