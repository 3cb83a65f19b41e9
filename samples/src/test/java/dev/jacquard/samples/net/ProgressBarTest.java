package dev.jacquard.samples.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.docstesting.Output;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private Duration now = Duration.ZERO;

    @Test
    void isShownNowAndThen() throws Exception {
        String output = Output.of(() -> {
            var bar = new ProgressBar(4 << 20, () -> now);
            for (int i = 0; i < 4; i++) {
                bar.add(1 << 19);
                now = now.plusMillis(50);
                bar.add(1 << 19);
                now = now.plusMillis(50);
            }
            bar.finish();
        });
        assertThat(output.strip().split("\r"))
                .containsExactly(
                        "[###...........................]  12 %, 0.5 of 4.0 MiB, 500.0 MiB/s",
                        "[###########...................]  37 %, 1.5 of 4.0 MiB, 15.0 MiB/s",
                        "[##################............]  62 %, 2.5 of 4.0 MiB, 12.5 MiB/s",
                        "[##########################....]  87 %, 3.5 of 4.0 MiB, 11.7 MiB/s",
                        "[##############################] 100 %, 4.0 of 4.0 MiB, 10.0 MiB/s");
    }

    @Test
    void knowsNoPartOfWhatHasNoEnd() {
        var bar = new ProgressBar(-1, () -> now);
        now = Duration.ofSeconds(2);
        assertThat(bar).hasToString("0.0 MiB, 0.0 MiB/s");
        assertThat(new ProgressBar(0, () -> now).toString()).contains("100 %");
    }
}
