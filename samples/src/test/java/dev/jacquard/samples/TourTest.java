package dev.jacquard.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.loop.VirtualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each sample of the tour prints. */
class TourTest {
    @Test
    void hello() throws Exception {
        assertThat(lines(Hello.hello("loom"))).containsExactly("Hello ...", "... loom!");
    }

    @Test
    void sequentialTimesAddUpAndConcurrentOnesDoNot() throws Exception {
        assertThat(lines(Concurrent.sequential()))
                .containsExactly("sequential: bread and milk took 0.7 s");
        assertThat(lines(Concurrent.concurrent()))
                .containsExactly("concurrent: bread and milk took 0.4 s");
        assertThat(lines(Concurrent.gathered()))
                .containsExactly("gathered:   bread and milk took 0.4 s");
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

    @Test
    void retry() throws Exception {
        assertThat(lines(Retry.demo()))
                .containsExactly(
                        "attempt 1: connection reset; again in 50 ms",
                        "attempt 2: connection reset; again in 100 ms",
                        "attempt 3: connection reset; again in 200 ms",
                        "got the answer",
                        "attempt 1: connection reset; again in 50 ms",
                        "gave up: connection reset");
    }

    @Test
    void rateLimiter() throws Exception {
        assertThat(lines(RateLimiter.demo()))
                .containsExactly(
                        "request 1 sent after 0.0 s",
                        "request 2 sent after 0.2 s",
                        "request 3 sent after 0.4 s",
                        "request 4 sent after 0.6 s",
                        "answers: [r1, r2, r3, r4]");
    }

    @Test
    void debouncer() throws Exception {
        assertThat(lines(Debouncer.demo()))
                .containsExactly(
                        "typed: jac",
                        "typed: jacq",
                        "typed: jacqu",
                        "search for: jacqu",
                        "typed: jacqua",
                        "typed: jacquard",
                        "search for: jacquard");
    }

    @Test
    void customAwaitable() throws Exception {
        assertThat(lines(CustomAwaitable.launch()))
                .containsExactly(
                        "the crew waits",
                        "the crowd waits",
                        "tick, 2 left",
                        "tick, 1 left",
                        "tick, 0 left",
                        "the crew sees lift-off",
                        "the crowd sees lift-off");
    }

    @Test
    void generators() throws Exception {
        assertThat(lines(Generators.tour()))
                .containsExactly(
                        "1: 0",
                        "2: 1",
                        "3: 1",
                        "4: 2",
                        "5: 3",
                        "6: 5",
                        "7: 8",
                        "8: 13",
                        "the generator is closed");
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

    /**
     * What the sample prints when it runs in virtual time: the clock jumps where it would sleep.
     */
    private static List<String> lines(Coroutine<?> sample) throws Exception {
        try (Runner runner =
                Runner.builder()
                        .loopFactory(() -> EventLoop.builder().clock(new VirtualClock()).build())
                        .build()) {
            return Output.linesOf(() -> runner.run(sample));
        }
    }
}
