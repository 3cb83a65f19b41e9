package dev.jacquard.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ReadyQueueProperties {
    private static final class Queue extends ReadyQueue {}

    private static final class Numbered extends Job {
        @Override
        protected void run(JobLoop on) {}
    }

    /** Runs of so many additions (positive), so many removals (negative), or a rest (0). */
    @Provide
    Arbitrary<List<Integer>> operations() {
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(6, Arbitraries.integers().between(-5, 5)),
                        net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(-200, 200)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(-40_000, 40_000)))
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 300)
    void isFirstInFirstOutAndKnowsWhatRuns(@ForAll("operations") List<Integer> operations) {
        Queue queue = new Queue();
        Deque<Job> model = new ArrayDeque<>();
        Job running = null;
        for (int n : operations) {
            if (n == 0) {
                queue.rest();
                running = null;
            }
            for (int i = 0; i < n; i++) {
                Job job = new Numbered();
                queue.addReady(job);
                model.add(job);
            }
            for (int i = 0; i > n && !model.isEmpty(); i--) {
                running = model.poll();
                assertSame(queue.takeReady(), running);
                assertSame(queue.running(), running);
            }
            assertThat(queue.nothingReady()).isEqualTo(model.isEmpty());
            assertSame(queue.running(), running);
        }
        int end = queue.endOfReady();
        while (!model.isEmpty()) {
            assertThat(queue.isTakenUpTo(end)).isFalse();
            assertSame(queue.takeReady(), model.poll());
        }
        assertThat(queue.isTakenUpTo(end)).isTrue();
    }

    private static void assertSame(@Nullable Job actual, @Nullable Job expected) {
        if (actual != expected) { // a million assertions of AssertJ would take their time
            assertThat(actual).isSameAs(expected);
        }
    }
}
