package dev.jacquard.samples.queues;

import static dev.jacquard.samples.VirtualRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the samples of queues print. */
class QueueSamplesTest {
    @Test
    void producersAndConsumers() throws Exception {
        assertThat(lines(ProducersAndConsumers.demo()))
                .containsExactly(
                        "put a1, waiting: 1",
                        "put a2, waiting: 2",
                        "put a3, waiting: 1",
                        "put b1, waiting: 2",
                        "Ada has done a1",
                        "Basile has done a2",
                        "put b2, waiting: 1",
                        "put b3, waiting: 2",
                        "all has been put",
                        "Ada has done a3",
                        "Basile has done b1",
                        "Ada has done b2",
                        "Basile has done b3",
                        "all is done");
    }

    @Test
    void pipeline() throws Exception {
        assertThat(lines(Pipeline.demo()))
                .containsExactly(
                        "read:  warp 3",
                        "read:  weft 4",
                        "parse: warp 3",
                        "sum:   3",
                        "read:  shed 5",
                        "parse: weft 4",
                        "sum:   7",
                        "parse: shed 5",
                        "sum:   12",
                        "total: 12");
    }

    @Test
    void priorityScheduler() throws Exception {
        assertThat(lines(PriorityScheduler.demo()))
                .containsExactly(
                        "submitted: water the flowers",
                        "submitted: answer the mail",
                        "submitted: pay the bills",
                        "done:      answer the mail",
                        "submitted: put out the fire",
                        "done:      pay the bills",
                        "done:      put out the fire",
                        "done:      water the flowers");
    }

    @Test
    void batcher() throws Exception {
        assertThat(lines(Batcher.demo()))
                .containsExactly(
                        "insert [row1, row2, row3] at 0.0 s",
                        "insert [row4, row5, row6] at 0.0 s",
                        "insert [row7] at 0.2 s",
                        "insert [row8, row9] at 0.5 s");
    }
}
