package dev.jacquard.samples;

import static dev.jacquard.samples.VirtualRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the first steps print. */
class FirstStepsTest {
    @Test
    void hello() throws Exception {
        assertThat(lines(Hello.hello("loom"))).containsExactly("Hello ...", "... loom!");
    }

    @Test
    void sequentialTimesAddUpAndConcurrentOnesDoNot() throws Exception {
        assertThat(lines(Concurrent.sequential())).containsExactly("sequential: bread and milk took 0.7 s");
        assertThat(lines(Concurrent.concurrent())).containsExactly("concurrent: bread and milk took 0.4 s");
        assertThat(lines(Concurrent.gathered())).containsExactly("gathered:   bread and milk took 0.4 s");
        assertThat(lines(Concurrent.basket())).isEmpty();
    }

    @Test
    void tasks() throws Exception {
        assertThat(lines(Tasks.tour()))
                .containsExactly(
                        "created, not started yet: weft",
                        "tasks now: 4",
                        "warp 1",
                        "weft 1",
                        "warp 2",
                        "weft 2",
                        "warp 3",
                        "warp is done: 3",
                        "sum: 5",
                        "sleeper was cancelled: good morning",
                        "sleeper.isCancelled(): true");
    }

    @Test
    void errors() throws Exception {
        assertThat(lines(ErrorHandling.tour()))
                .containsExactly(
                        "finished with pattern.txt",
                        "contents of pattern.txt",
                        "caught: no such file: pattern.lost",
                        "finished with pattern.lost",
                        "an empty pattern",
                        "the way to: no such file: cards.lost",
                        "    at read",
                        "    at readFirst",
                        "    at tour",
                        "from the task: no such file: loom.lost",
                        "success: contents of a.txt",
                        "failure: no such file: b.lost");
    }

    @Test
    void breakfast() throws Exception {
        assertThat(lines(Breakfast.makeBreakfast()))
                .containsExactly(
                        "coffee is poured",
                        "eggs: warming the pan",
                        "bacon: first side of 3 slices",
                        "toast: 2 slices in",
                        "eggs: cracking 2",
                        "bacon: second side",
                        "toast: out, butter, jam",
                        "on the plate: [eggs, bacon, toast with jam]",
                        "breakfast took 0.4 s, one by one it would be 1.0 s");
    }
}
