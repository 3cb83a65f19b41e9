package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.agenttests.programs.Empty;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the agent costs a program that does nothing: a measurement, so not part of the usual run. */
@Tag("stress")
class StartUpStressTest {
    private static final int STARTS = 20;

    @Test
    void anEmptyMainStartsAtMostSixtyMillisecondsLater() {
        List<Long> plain = new ArrayList<>();
        List<Long> withAgent = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            plain.add(time("-Xshare:auto"));
            withAgent.add(time(Jvm.withAgent()));
        }
        long costs = (median(withAgent) - median(plain)) / 1_000_000;
        System.out.printf(
                "empty main: plain %d ms, with the agent %d ms%n",
                median(plain) / 1_000_000, median(withAgent) / 1_000_000);
        assertThat(costs).isLessThanOrEqualTo(60);
    }

    private static long time(String option) {
        long start = System.nanoTime();
        Jvm.java(option, "-cp", Jvm.programs().toString(), Empty.class.getName())
                .succeeded();
        return System.nanoTime() - start;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
