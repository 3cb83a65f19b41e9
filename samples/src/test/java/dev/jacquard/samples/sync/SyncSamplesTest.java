package dev.jacquard.samples.sync;

import static dev.jacquard.samples.VirtualRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the samples of tasks that wait for each other print. */
class SyncSamplesTest {
    @Test
    void locks() throws Exception {
        assertThat(lines(Locks.demo())).containsExactly("without a lock: 30 of 60", "with a lock: 60 of 60");
    }

    @Test
    void semaphores() throws Exception {
        assertThat(lines(Semaphores.demo()))
                .containsExactly(
                        "0.0 s: download 1 starts",
                        "0.0 s: download 2 starts",
                        "0.1 s: download 3 starts",
                        "0.1 s: download 4 starts",
                        "0.2 s: download 5 starts",
                        "0.3 s: [file 1, file 2, file 3, file 4, file 5]");
    }

    @Test
    void events() throws Exception {
        assertThat(lines(Events.demo()))
                .containsExactly(
                        "Ada waits",
                        "Basile waits",
                        "Charles waits",
                        "boarding begins",
                        "Ada boards",
                        "Basile boards",
                        "Charles boards",
                        "Late Lucy waits",
                        "Late Lucy boards");
    }

    @Test
    void conditions() throws Exception {
        assertThat(lines(Conditions.demo()))
                .containsExactly(
                        "baked 2, on the shelf: 2",
                        "Ada buys 1, left: 1",
                        "baked 2, on the shelf: 3",
                        "baked 2, on the shelf: 5",
                        "the hotel buys 5, left: 0");
    }

    @Test
    void barriers() throws Exception {
        assertThat(lines(Barriers.demo()))
                .containsExactly(
                        "0.1 s: hare has run lap 1",
                        "0.2 s: fox has run lap 1",
                        "0.3 s: tortoise has run lap 1",
                        "0.3 s: all have run lap 1",
                        "0.4 s: hare has run lap 2",
                        "0.5 s: fox has run lap 2",
                        "0.6 s: tortoise has run lap 2",
                        "0.6 s: all have run lap 2");
    }
}
