package dev.jacquard.samples.streams;

import static dev.jacquard.samples.VirtualRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the samples of generators print. */
class StreamSamplesTest {
    @Test
    void ranges() throws Exception {
        assertThat(lines(Ranges.demo()))
                .containsExactly(
                        "squares: [1, 4, 9, 16, 25]",
                        "up 0",
                        "further up 10",
                        "up 1",
                        "further up 11",
                        "up 2",
                        "further up 12");
    }

    @Test
    void pagedFetch() throws Exception {
        assertThat(lines(PagedFetch.demo()))
                .containsExactly(
                        "GET /books?start=0",
                        "GET /books?start=3",
                        "found book 4",
                        "the session is closed",
                        "GET /books?start=0",
                        "GET /books?start=3",
                        "GET /books?start=6",
                        "the session is closed",
                        "all titles: 42 letters");
    }

    @Test
    void generators() throws Exception {
        assertThat(lines(Generators.tour()))
                .containsExactly(
                        "1: 0", "2: 1", "3: 1", "4: 2", "5: 3", "6: 5", "7: 8", "8: 13", "the generator is closed");
    }
}
