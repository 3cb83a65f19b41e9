package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.asCompleted;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitFor;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jacquard.AsyncIterator;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Completions;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

class AsCompletedTest {
    private final List<Object> trail = new ArrayList<>();

    @Async
    private static Coroutine<Integer> work(int seconds) {
        await(sleep(seconds(seconds)));
        return Coroutine.of(seconds);
    }

    @AsyncTest
    void futuresComeInTheOrderOfTheirEnds() {
        for (Future<Integer> done : asCompleted(List.of(work(3), work(1), work(2)))) {
            trail.add(done.result());
        }
        assertThat(trail).containsExactly(1, 2, 3);
    }

    @AsyncTest
    void tasksAreTheSameObjectsAndFailuresAreTheirs() {
        Task<Integer> slow = createTask(work(2));
        Task<Integer> bad = createTask(Coroutine.failed(new IllegalStateException("bad")));
        for (Future<Integer> done : asCompleted(List.of(slow, bad))) {
            trail.add(done);
        }
        assertThat(trail).containsExactly(bad, slow);
        assertThat(bad.exception()).hasMessage("bad");
    }

    @AsyncTest
    void plainIterationGivesCoroutines() {
        List<Coroutine<Integer>> works = List.of(work(2), Coroutine.failed(new IllegalStateException("bad")), work(1));
        for (Coroutine<Integer> next : asCompleted(works).coroutines()) {
            try {
                int value = await(next);
                trail.add(value);
            } catch (IllegalStateException e) {
                trail.add(e.getMessage());
            }
        }
        assertThat(trail).containsExactly("bad", 1, 2);
    }

    @AsyncTest
    void coroutinesOfPlainIterationMayBeAwaitedTogether() {
        List<Coroutine<Integer>> all = new ArrayList<>();
        Completions<Integer> completions = asCompleted(List.of(work(3), work(1), work(2)));
        completions.coroutines().forEach(all::add);
        trail.addAll(await(gather(all)));
        assertThat(trail).containsExactly(1, 2, 3);
    }

    @AsyncTest
    void timeoutIsThrownForEachThatIsNotDone() {
        List<Task<Integer>> tasks = List.of(createTask(work(1)), createTask(work(5)), createTask(work(9)));
        for (Coroutine<Integer> next : asCompleted(tasks, seconds(3)).coroutines()) {
            try {
                int value = await(next);
                trail.add(value);
            } catch (AsyncTimeoutException e) {
                assertThat(e).hasMessageMatching("2 did not end within 3 s: Task Task-\\d+, Task Task-\\d+");
                trail.add("late at " + now());
            }
        }
        assertThat(tasks.get(1).isDone()).isFalse();
        assertThat(tasks.get(1).cancelling()).isZero();

        AsyncIterator<Future<Integer>> rest =
                asCompleted(tasks.subList(1, 3), seconds(3)).iterator();
        assertThat(await(rest.hasNextAsync())).isTrue();
        int value = rest.next().result();
        assertThat(value).isEqualTo(5);
        assertThat(await(thrownBy(rest.hasNextAsync()))).isInstanceOf(AsyncTimeoutException.class);
        assertThat(await(rest.hasNextAsync())).isFalse();
        assertThat(now()).isEqualTo(6);
        assertThat(trail).containsExactly(1, "late at 3.0", "late at 3.0");
        tasks.get(2).cancel();
    }

    /** In CPython a cancelled {@code anext} counts, so that the last future never comes. */
    @AsyncTest
    void iterationThatIsCancelledLosesNothing() {
        AsyncIterator<Future<Integer>> all =
                asCompleted(List.of(work(2), work(5))).iterator();
        Throwable e = await(thrownBy(waitFor(all.hasNextAsync(), seconds(1))));
        assertThat(e).isInstanceOf(AsyncTimeoutException.class);
        while (await(all.hasNextAsync())) {
            trail.add(all.next().result());
        }
        assertThat(trail).containsExactly(2, 5);
    }

    @AsyncTest
    void hasNextMayBeAskedTwice() {
        AsyncIterator<Future<Integer>> one = asCompleted(List.of(work(1))).iterator();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(one::next)
                .withMessageContaining("hasNextAsync");
        assertThat(await(one.hasNextAsync())).isTrue();
        assertThat(await(one.hasNextAsync())).isTrue();
        one.next();
        assertThat(await(one.hasNextAsync())).isFalse();
    }

    @AsyncTest
    void nothingAndTheSameTwice() {
        for (Future<Integer> done : asCompleted(List.<Task<Integer>>of())) {
            trail.add(done);
        }
        Iterator<Coroutine<Integer>> none =
                asCompleted(List.<Task<Integer>>of(), seconds(1)).coroutines().iterator();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(none::next);
        Coroutine<Integer> once = work(1);
        for (Future<Integer> done : asCompleted(List.of(once, once))) {
            trail.add(done.result());
        }
        assertThat(trail).containsExactly(1);
    }

    @AsyncTest
    void wakeUpOfACancelledWaiterIsPassedOn() {
        Task<Integer> task = createTask(work(5));
        List<Task<Integer>> tasks = List.of(task, createTask(work(9)));
        List<Task<Integer>> waiters = new ArrayList<>();
        for (Coroutine<Integer> next : asCompleted(tasks).coroutines()) {
            waiters.add(createTask(next));
        }
        task.addDoneCallback(done -> {
            // behind the callback that wakes the first waiter
            waiters.get(0).cancel();
        });
        assertThat(await(thrownBy(waiters.get(0)))).isInstanceOf(CancelledError.class);
        assertThat(await(waiters.get(1))).isEqualTo(5);
        tasks.get(1).cancel();
    }
}
