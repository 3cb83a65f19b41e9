package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.samples.VirtualRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.Outcome;
import dev.jacquard.annotations.Async;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the samples of patterns print. */
class PatternSamplesTest {
    @Test
    void loader() throws Exception {
        assertThat(lines(Loader.demo()))
                .containsExactly(
                        "select ... where id in [1, 2, 3]",
                        "[user 1, user 2, user 1, user 3]",
                        "select ... where id in [4]",
                        "user 4");
    }

    @Async
    private static Coroutine<Void> missing() {
        var none = new Loader<String, String>(keys -> Coroutine.of(Map.of("a", "A")));
        var settled = await(gatherSettled(none.get("a"), none.get("b")));
        System.out.println(settled.get(0).orElseThrow());
        System.out.println(((Outcome.Failure<?>) settled.get(1)).exception().getMessage());
        return Coroutine.done();
    }

    @Test
    void loaderWithoutAValue() throws Exception {
        assertThat(lines(missing())).containsExactly("A", "the batch has nothing for b");
    }

    @Test
    void rateLimiter() throws Exception {
        assertThat(lines(RateLimiter.demo()))
                .containsExactly(
                        "request 1 sent after 0.0 s",
                        "request 2 sent after 0.0 s",
                        "request 3 sent after 0.2 s",
                        "request 4 sent after 0.2 s",
                        "request 5 sent after 0.4 s",
                        "answers: [r1, r2, r3, r4, r5]");
    }

    @Test
    void throttle() throws Exception {
        assertThat(lines(Throttle.demo()))
                .containsExactly(
                        "0.0 s: drawn at 100 %",
                        "0.1 s: drawn at 103 %",
                        "0.2 s: drawn at 107 %",
                        "0.3 s: drawn at 110 %",
                        "0.5 s: drawn at 50 %");
    }

    @Test
    void requestIds() throws Exception {
        assertThat(lines(RequestIds.demo()))
                .containsExactly(
                        "[-] server is up",
                        "[r1] GET /cart",
                        "[r2] GET /bill",
                        "[r1] select from users",
                        "[r1] select from orders",
                        "[r2] select from users",
                        "[r2] select from orders",
                        "[r1] 200 OK",
                        "[r2] 200 OK",
                        "[-] server is down");
    }

    @Test
    void customSleep() throws Exception {
        assertThat(lines(CustomSleep.demo()))
                .containsExactly(
                        "0.1 s: the dog dreamt of sheep",
                        "0.3 s: the cat dreamt of sheep",
                        "0.3 s: the child was woken up");
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
    void ticker() throws Exception {
        assertThat(lines(Ticker.demo()))
                .containsExactly(
                        "0.1 s: temperature 1",
                        "0.2 s: temperature 2",
                        "0.3 s: temperature 3",
                        "0.4 s: temperature 4",
                        "0.4 s: enough");
    }

    @Test
    void cache() throws Exception {
        assertThat(lines(Cache.demo()))
                .containsExactly(
                        "asking the server for loom",
                        "[LOOM, LOOM, LOOM]",
                        "asking the server for card",
                        "card: the server is down",
                        "asking the server for card",
                        "CARD");
    }
}
