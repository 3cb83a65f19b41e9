package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.Outcome;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.List;

class GatherTest {
    private int runs;

    @Async
    private Coroutine<Integer> work(int seconds) {
        runs++;
        await(sleep(seconds(seconds)));
        return Coroutine.of(seconds);
    }

    @Async
    private Coroutine<Integer> fail(int seconds) {
        await(sleep(seconds(seconds)));
        throw new IllegalStateException("after " + seconds);
    }

    @AsyncTest
    void nothingIsDoneAtOnce() {
        Future<List<Integer>> none = gather(List.<Task<Integer>>of());
        assertThat(none.isDone()).isTrue();
        assertThat(await(none)).isEmpty();
        assertThat(await(gatherSettled(List.<Task<Integer>>of()))).isEmpty();
    }

    @AsyncTest
    void sameCoroutineTwiceRunsOnce() {
        Coroutine<Integer> one = work(1);
        Task<Integer> task = createTask(work(2));
        assertThat(await(gather(one, task, one, task))).containsExactly(1, 2, 1, 2);
        assertThat(runs).isEqualTo(2);
    }

    @AsyncTest
    void firstExceptionIsThrownAndTheOthersGoOn() {
        Task<Integer> slow = createTask(work(5));
        Task<Integer> later = createTask(fail(2));
        Throwable e = await(thrownBy(gather(slow, fail(1), later)));
        assertThat(e).hasMessage("after 1");
        assertThat(now()).isEqualTo(1);
        assertThat(await(slow)).isEqualTo(5);
        assertThat(later.isExceptionRetrieved()).isTrue(); // gather has seen it
    }

    @AsyncTest
    void childThatIsCancelledIsAnException() {
        Task<Integer> child = createTask(work(5));
        Task<Integer> other = createTask(work(3));
        Future<List<Integer>> all = gather(child, other);
        child.cancel("child");
        Throwable e = await(thrownBy(all));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("child");
        assertThat(all.isCancelled()).isFalse();
        assertThat(other.isDone()).isFalse();
        other.cancel();
    }

    @AsyncTest
    void cancellingItCancelsAllAndWaitsForThem() {
        Task<Integer> child = createTask(work(5));
        Task<Throwable> deaf = createTask(thrownBy(sleep(seconds(5))));
        Future<List<Object>> all = gather(List.of(deaf, child));
        await(sleep(seconds(1)));
        assertThat(all.cancel("all")).isTrue();
        assertThat(all.isDone()).isFalse();
        Throwable e = await(thrownBy(all));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("all");
        assertThat(child.isCancelled()).isTrue();
        assertThat(deaf.isCancelled()).isFalse();
        assertThat(all.cancel()).isFalse();
    }

    @AsyncTest
    void cancellingWinsOverSettledOutcomes() {
        Task<Throwable> deaf = createTask(thrownBy(sleep(seconds(5))));
        Future<List<Outcome<Object>>> all = gatherSettled(List.of(deaf));
        await(sleep(seconds(1)));
        all.cancel("all");
        assertThat(await(thrownBy(all))).isInstanceOf(CancelledError.class);
    }

    @AsyncTest
    void settledGivesEachAnOutcome() {
        Task<Integer> cancelled = createTask(work(5));
        cancelled.cancel("c");
        List<Outcome<Integer>> outcomes = await(gatherSettled(work(1), fail(2), cancelled));
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>(1));
        assertThat(outcomes.get(1).isSuccess()).isFalse();
        Throwable failure = outcomes.get(1).fold(v -> null, e -> e);
        assertThat(failure).hasMessage("after 2");
        Throwable end = outcomes.get(2).fold(v -> null, e -> e);
        assertThat(end).isInstanceOf(CancelledError.class).hasMessage("c");
    }
}
