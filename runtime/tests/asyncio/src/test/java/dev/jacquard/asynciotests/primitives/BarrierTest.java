package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.BrokenBarrierError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.Trail;
import dev.jacquard.testing.AsyncTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarrierTest {
    private final Trail trail = new Trail();
    private final AsyncBarrier barrier = new AsyncBarrier(2);

    @Async
    private Coroutine<Integer> party(String name) {
        try {
            int index = await(barrier.waitAsync());
            trail.add(name + index);
            return Coroutine.of(index);
        } catch (BrokenBarrierError e) {
            trail.add(name + ":" + e.getMessage());
            return Coroutine.of(-1);
        }
    }

    @AsyncTest
    void letsTwoGoTogetherAgainAndAgain() {
        Task<?> a = createTask(party("a"));
        await(sleep(1));
        trail.add(barrier);
        assertThat(barrier.nWaiting()).isEqualTo(1);
        List<Integer> others = await(gather(party("b"), party("c"), party("d")));
        await(a);
        assertThat(others).containsExactly(1, 0, 1);
        trail.was("AsyncBarrier[filling, waiters:1/2] b1 a0 d1 c0");
        assertThat(barrier.parties()).isEqualTo(2);
        assertThat(barrier.nWaiting()).isZero();
    }

    @AsyncTest
    void bodyRunsWhenAllHaveCome() {
        createTask(party("a"));
        String result = await(barrier.with(index -> {
            trail.add("body" + index);
            return Coroutine.of("result");
        }));
        assertThat(result).isEqualTo("result");
        trail.was("a1 body0");
    }

    @AsyncTest
    void cancelledPartyLeavesAndTheOthersGoOnWaiting() {
        Task<?> a = createTask(party("a"));
        await(sleep(1));
        a.cancel();
        await(sleep(1));
        assertThat(barrier.nWaiting()).isZero();
        await(gather(party("b"), party("c")));
        trail.was("c1 b0");
    }

    @AsyncTest
    void resetSendsAwayWhoWaits() {
        createTask(party("a"));
        await(sleep(1));
        await(barrier.reset());
        await(sleep(1));
        await(gather(party("b"), party("c")));
        trail.was("a:The barrier was reset: AsyncBarrier[resetting, waiters:0/2] c1 b0");
    }

    @AsyncTest
    void abortedOneIsBrokenUntilItIsReset() {
        createTask(party("a"));
        await(sleep(1));
        await(barrier.abort());
        await(sleep(1));
        await(party("b"));
        assertThat(barrier.isBroken()).isTrue();
        await(barrier.reset());
        assertThat(barrier.isBroken()).isFalse();
        await(gather(party("c"), party("d")));
        trail.was("a:The barrier was aborted: AsyncBarrier[broken]"
                + " b:The barrier is aborted: AsyncBarrier[broken] d1 c0");
    }

    @AsyncTest
    void taskShowsTheBarrierAtWhichItWaits() {
        Task<?> a = createTask(party("a"), "a");
        await(sleep(1));
        assertThat(a.toString()).endsWith(" for AsyncBarrier[filling, waiters:1/2]]");
        a.cancel();
    }

    @Test
    void needsAParty() {
        assertThatThrownBy(() -> new AsyncBarrier(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A barrier has 1 party or more, not 0");
    }
}
