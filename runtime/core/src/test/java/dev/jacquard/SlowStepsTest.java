package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The watchdog's decisions, with time and thread in the test's hand. */
class SlowStepsTest {
    private static final long MS = 1_000_000;

    private long now;
    private int samples;
    private Runnable whileSampling = () -> {};
    private final List<String> reports = new ArrayList<>();
    private final SlowSteps steps = new SlowSteps(() -> now, this::sample, 100 * MS, reports::add);

    private List<StackTraceElement> sample() {
        samples++;
        whileSampling.run();
        return List.of(
                new StackTraceElement("java.lang.Thread", "sleep", "Thread.java", 1),
                new StackTraceElement("com.acme.Shop", "fetch", "Shop.java", 40 + samples),
                new StackTraceElement("com.acme.Main", "main", "Main.java", 7));
    }

    private static Job job(String name) {
        return new Job() {
            @Override
            protected void run(JobLoop on) {}

            @Override
            public String toString() {
                return name;
            }
        };
    }

    @Test
    void aStepUnderTheThresholdIsNotTold() {
        Job job = job("quick");
        steps.begin(job);
        now += 99 * MS;
        assertThat(steps.check()).isEqualTo(MS); // look again just when it is too long
        now += MS - 1;
        steps.end(job);
        assertThat(reports).isEmpty();
        assertThat(samples).isZero();
    }

    @Test
    void aSlowStepIsToldWithTheStackThatRanMeanwhile() {
        Job job = job("Task[fetch]");
        steps.begin(job);
        now += 100 * MS;
        steps.check();
        now += 50 * MS;
        steps.check();
        now += 250 * MS;
        steps.end(job);
        assertThat(samples).isEqualTo(1);
        assertThat(reports)
                .containsExactly(
                        """
                        Executing Task[fetch] took 0.400 seconds
                        After 0.100 seconds it was here:
                        \tat java.lang.Thread.sleep(Thread.java:1)
                        \tat com.acme.Shop.fetch(Shop.java:41)
                        \tat com.acme.Main.main(Main.java:7)\
                        """);
    }

    @Test
    void aSlowStepThatWasNotSampledIsToldAllTheSame() {
        Job job = job("Task[fetch]");
        steps.begin(job);
        now += 100 * MS;
        steps.end(job);
        assertThat(reports).containsExactly("Executing Task[fetch] took 0.100 seconds");
    }

    @Test
    void aStepThatDoesNotEndIsToldWhileItRunsOnce() {
        Job job = job("Task[stuck]");
        steps.begin(job);
        for (int i = 0; i < 30; i++) {
            now += 100 * MS;
            steps.check();
        }
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0))
                .startsWith("Task[stuck] has been running for 1.000 seconds and keeps the loop")
                .contains("It is here:\n\tat java.lang.Thread.sleep");
    }

    @Test
    void aSampleThatMayBeOfTheNextStepIsThrownAway() {
        Job first = job("first");
        Job next = job("next");
        steps.begin(first);
        now += 150 * MS;
        whileSampling = () -> {
            steps.end(first);
            steps.begin(next);
        };
        steps.check();
        steps.end(next);
        assertThat(reports).containsExactly("Executing first took 0.150 seconds");
    }

    @Test
    void aStepThatBeganBeforeDebugModeIsNotTold() {
        now += 500 * MS;
        steps.end(job("before"));
        assertThat(reports).isEmpty();
        assertThat(steps.check()).isEqualTo(100 * MS);
    }

    @Test
    void theThresholdMayChange() {
        steps.setThreshold(MS);
        Job job = job("quick");
        steps.begin(job);
        now += 2 * MS;
        steps.end(job);
        assertThat(reports).containsExactly("Executing quick took 0.002 seconds");
    }
}
