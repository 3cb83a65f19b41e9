package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The race, in virtual time, with connectors that take a time each and then work or fail. */
class HappyEyeballsTest {
    private final List<String> trail = new ArrayList<>();

    private void note(String what) {
        trail.add(getRunningLoop().time().toMillis() + " " + what);
    }

    /** Names: "a300" works after 300 ms, "b10!" fails after 10 ms. */
    @Async
    private Coroutine<String> connect(String name) throws IOException {
        note("start " + name);
        boolean fails = name.endsWith("!");
        try {
            await(sleep(Integer.parseInt(name.substring(1, name.length() - (fails ? 1 : 0)))));
        } catch (CancelledError e) {
            note("cancel " + name);
            throw e;
        }
        if (fails) {
            throw new ConnectException(name + " refused");
        }
        return Coroutine.of(name);
    }

    private Coroutine<String> race(String... names) throws IOException {
        return HappyEyeballs.race(
                "there", List.of(names), Duration.ofMillis(250), this::connect, lost -> note("discard " + lost));
    }

    @AsyncTest
    void firstIsEnough() throws IOException {
        assertThat(await(race("a100", "b10"))).isEqualTo("a100");
        assertThat(trail).containsExactly("0 start a100");
    }

    @AsyncTest
    void nextStartsAfterTheDelayAndLosersAreCancelled() throws IOException {
        assertThat(await(race("a900", "b900", "c100"))).isEqualTo("c100");
        assertThat(trail)
                .containsExactly(
                        "0 start a900", "250 start b900", "500 start c100", "600 cancel a900", "600 cancel b900");
    }

    @AsyncTest
    void failureStartsTheNextAtOnce() throws IOException {
        assertThat(await(race("a10!", "b20!", "c5"))).isEqualTo("c5");
        assertThat(trail).containsExactly("0 start a10!", "10 start b20!", "30 start c5");
    }

    @AsyncTest
    void slowFirstMayStillWin() throws IOException {
        assertThat(await(race("a300", "b900"))).isEqualTo("a300");
        assertThat(trail).containsExactly("0 start a300", "250 start b900", "300 cancel b900");
    }

    @AsyncTest
    void twoAtOnceLeaveNoneOpen() throws IOException {
        assertThat(await(race("a300", "b50"))).isEqualTo("a300");
        await(sleep(1000));
        assertThat(trail).containsExactly("0 start a300", "250 start b50", "300 discard b50");
    }

    @AsyncTest
    void allErrorsAreListed() {
        try {
            await(race("a300!", "b10!", "c1!"));
            fail("no error");
        } catch (IOException e) {
            assertThat(e)
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("Cannot connect to there: b10! refused; c1! refused; a300! refused");
            assertThat(e.getSuppressed()).hasSize(3);
        }
    }

    @AsyncTest
    void onlyErrorIsItself() {
        try {
            await(race("a1!"));
            fail("no error");
        } catch (IOException e) {
            assertThat(e).hasMessage("a1! refused");
        }
    }

    @AsyncTest
    void cancellationCancelsAll() throws IOException {
        Task<String> task = createTask(race("a900", "b900"));
        await(sleep(400));
        task.cancel();
        try {
            await(task);
            fail("not cancelled");
        } catch (CancelledError e) {
            assertThat(trail).containsExactly("0 start a900", "250 start b900", "400 cancel a900", "400 cancel b900");
        }
    }

    /** The winner was there, but the race had still to wait for the ends of the others. */
    @AsyncTest
    void cancellationWhileLosersEndDiscardsTheWinner() throws IOException {
        Task<String> task = createTask(race("a300", "b900"));
        await(sleep(300));
        while (!trail.contains("300 cancel b900")) {
            await(sleep(0)); // and no time passes
        }
        task.cancel();
        await(waitAll(List.of(task)));
        assertThat(task.isCancelled()).isTrue();
        await(sleep(1000));
        assertThat(trail).containsExactly("0 start a300", "250 start b900", "300 cancel b900", "300 discard a300");
    }

    @Test
    void familiesTakeTurns() throws IOException {
        List<InetAddress> mixed = new ArrayList<>();
        for (String a : List.of("::1", "::2", "::3", "10.0.0.1", "10.0.0.2")) {
            mixed.add(InetAddress.getByName(a));
        }
        assertThat(HappyEyeballs.interleave(mixed))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("0:0:0:0:0:0:0:1", "10.0.0.1", "0:0:0:0:0:0:0:2", "10.0.0.2", "0:0:0:0:0:0:0:3");
    }
}
