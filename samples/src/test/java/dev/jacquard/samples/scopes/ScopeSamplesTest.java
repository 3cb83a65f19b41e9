package dev.jacquard.samples.scopes;

import static dev.jacquard.samples.VirtualRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the samples of scopes print. */
class ScopeSamplesTest {
    @Test
    void groups() throws Exception {
        assertThat(lines(Groups.demo()))
                .containsExactly(
                        "baker has answered",
                        "grocer has answered",
                        "dairy has answered",
                        "total: 16",
                        "baker has answered",
                        "dairy need not answer any more",
                        "failed: a shop without a name");
    }

    @Test
    void timeouts() throws Exception {
        assertThat(lines(Timeouts.demo()))
                .containsExactly(
                        "waitFor: no answer",
                        "reschedule: 4 parts came in time",
                        "0.1 s: this attempt failed",
                        "0.2 s: this attempt failed",
                        "0.3 s: no time for more attempts");
    }

    @Test
    void cleanUp() throws Exception {
        assertThat(lines(CleanUp.demo()))
                .containsExactly(
                        "transaction begins",
                        "asked to end, done: false",
                        "rolled back: closing time",
                        "connection given back",
                        "ended, cancelled: true");
    }

    @Test
    void shields() throws Exception {
        assertThat(lines(Shields.demo()))
                .containsExactly(
                        "saving the pattern",
                        "the request is cancelled, saving: true",
                        "saved the pattern",
                        "result: the pattern");
    }

    @Test
    void asTheyCome() throws Exception {
        assertThat(lines(AsTheyCome.demo()))
                .containsExactly(
                        "greetings from Turin", "lost at sea", "greetings from Lyon", "greetings from Manchester");
    }

    @Test
    void mirrors() throws Exception {
        assertThat(lines(Mirrors.demo()))
                .containsExactly("Paris: called off", "Lille: called off", "the file from Lyon");
    }

    @Test
    void resource() throws Exception {
        assertThat(lines(Resource.demo()))
                .containsExactly(
                        "connecting to alpha",
                        "connecting to beta",
                        "rows: 16",
                        "disconnected from beta",
                        "disconnected from alpha",
                        "connecting to gamma",
                        "disconnected from gamma",
                        "after the close: empty query");
    }
}
