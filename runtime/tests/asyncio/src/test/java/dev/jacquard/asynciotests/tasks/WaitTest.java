package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitAny;
import static dev.jacquard.Asyncio.waitFirstException;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.run;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.Waited;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitTest {
    @Async
    private static Coroutine<Integer> work(int seconds) {
        await(sleep(seconds(seconds)));
        return Coroutine.of(seconds);
    }

    @Async
    private static Coroutine<Integer> fail(int seconds) {
        await(sleep(seconds(seconds)));
        throw new IllegalStateException("after " + seconds);
    }

    @AsyncTest
    void anyGivesTheFirstAndLetsTheOthersGoOn() {
        Task<Integer> slow = createTask(work(3));
        Task<Integer> fast = createTask(work(1));
        Waited<Task<Integer>> waited = await(waitAny(List.of(slow, fast)));
        assertThat(waited.done()).containsExactly(fast);
        assertThat(waited.pending()).containsExactly(slow);
        assertThat(now()).isEqualTo(1);
        assertThat(await(slow)).isEqualTo(3);
    }

    @AsyncTest
    void allThrowsNoExceptionOfAny() {
        Task<Integer> bad = createTask(fail(1));
        Task<Integer> cancelled = createTask(work(9));
        Task<Integer> good = createTask(work(2));
        cancelled.cancel();
        Waited<Task<Integer>> waited = await(waitAll(List.of(bad, cancelled, good)));
        assertThat(waited.done()).containsExactly(bad, cancelled, good);
        assertThat(waited.pending()).isEmpty();
        assertThat(now()).isEqualTo(2);
        assertThat(bad.isExceptionRetrieved()).isFalse();
        assertThat(bad.exception()).hasMessage("after 1");
    }

    @AsyncTest
    void firstExceptionIsNoCancellation() {
        Task<Integer> cancelled = createTask(work(9));
        Task<Integer> bad = createTask(fail(2));
        Task<Integer> slow = createTask(work(5));
        cancelled.cancel();
        Waited<Task<Integer>> waited = await(waitFirstException(List.of(cancelled, bad, slow)));
        assertThat(waited.done()).containsExactly(cancelled, bad);
        assertThat(waited.pending()).containsExactly(slow);
        assertThat(now()).isEqualTo(2);
        waited = await(waitFirstException(List.of(cancelled, slow)));
        assertThat(waited.pending()).isEmpty();
        assertThat(now()).isEqualTo(5);
    }

    @AsyncTest
    void timeoutGivesWhatIsDone() {
        Task<Integer> slow = createTask(work(5));
        Task<Integer> fast = createTask(work(1));
        List<Task<Integer>> both = List.of(slow, fast);
        Waited<Task<Integer>> waited = await(waitAll(both, seconds(2)));
        assertThat(waited.done()).containsExactly(fast);
        assertThat(waited.pending()).containsExactly(slow);
        assertThat(now()).isEqualTo(2);
        assertThat(await(waitAny(List.of(slow), Duration.ZERO)).done()).isEmpty();
        assertThat(await(waitFirstException(both, seconds(1))).done()).containsExactly(fast);
        assertThat(await(waitAll(both, null)).done()).hasSize(2);
        assertThat(now()).isEqualTo(5);
    }

    @AsyncTest
    void sameFutureTwiceCountsOnce() {
        Task<Integer> task = createTask(work(1));
        assertThat(await(waitAll(List.of(task, task))).done()).containsExactly(task);
    }

    @AsyncTest
    void cancelledWaitCancelsNoneOfThem() {
        Task<Integer> task = createTask(work(5));
        Task<?> wait = createTask(waitAll(List.of(task), seconds(3)));
        await(sleep(seconds(1)));
        assertThat(wait.toString()).contains("waitAll[1 of 1 pending]");
        wait.cancel();
        assertThat(await(thrownBy(wait))).isInstanceOf(CancelledError.class);
        assertThat(await(task)).isEqualTo(5);
    }

    @Test
    void badArguments() {
        run(() -> {
            assertThat(await(thrownBy(waitAny(List.of()))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("waitAny() of no futures");
            Promise<Void> there = new Promise<>();
            assertThat(await(thrownBy(waitAll(Arrays.asList(there, null))))).isInstanceOf(NullPointerException.class);
            Promise<Void> elsewhere = new Promise<>(OnVirtualTime.loop());
            assertThat(await(thrownBy(waitAll(List.of(there, elsewhere)))))
                    .hasMessageContaining("belongs to another loop");
            return Coroutine.done();
        });
        assertThatNullPointerException().isThrownBy(() -> waitAny(null));
    }
}
