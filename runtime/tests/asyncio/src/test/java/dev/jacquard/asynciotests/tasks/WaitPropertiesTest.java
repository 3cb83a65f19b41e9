package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.asCompleted;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitAny;
import static dev.jacquard.Asyncio.waitFirstException;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.runOften;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.Task;
import dev.jacquard.Waited;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The wait family and asCompleted against a model of when random tasks end, and how. */
class WaitPropertiesTest {
    enum Ending {
        RETURNS,
        FAILS,
        IS_CANCELLED
    }

    enum Kind {
        ANY,
        FIRST_EXCEPTION,
        ALL
    }

    record Work(int seconds, Ending ending) {}

    @Provide
    Arbitrary<List<Work>> works() {
        return Combinators.combine(Arbitraries.integers().between(0, 6), Arbitraries.of(Ending.class))
                .as(Work::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    /** Seconds and a half, so that nothing ends in the instant of the timeout; null for none. */
    @Provide
    Arbitrary<Double> timeouts() {
        return Arbitraries.integers().between(0, 7).map(i -> i + 0.5).injectNull(0.3);
    }

    @Property(tries = 500)
    void givesExactlyTheDoneOnes(
            @ForAll("works") List<Work> works, @ForAll Kind kind, @ForAll("timeouts") Double timeout) {
        double end = end(works, kind);
        double expected = timeout == null ? end : Math.min(end, timeout);
        runOften(() -> {
            List<Task<Integer>> tasks = start(works);
            Duration limit = timeout == null ? null : Duration.ofMillis((long) (timeout * 1000));
            Waited<Task<Integer>> waited = await(
                    switch (kind) {
                        case ANY -> waitAny(tasks, limit);
                        case FIRST_EXCEPTION -> waitFirstException(tasks, limit);
                        case ALL -> waitAll(tasks, limit);
                    });
            assertThat(now()).isEqualTo(expected);
            for (int i = 0; i < tasks.size(); i++) {
                Task<Integer> task = tasks.get(i);
                assertThat(waited.done().contains(task)).isEqualTo(task.isDone());
                assertThat(waited.pending().contains(task)).isEqualTo(!task.isDone());
                if (works.get(i).seconds() != expected) { // else the round decides
                    assertThat(task.isDone()).isEqualTo(works.get(i).seconds() < expected);
                }
            }
            assertThat(waited.done().size() + waited.pending().size()).isEqualTo(tasks.size());
            await(waitAll(tasks)); // the others went on, and so did their failures
            tasks.forEach(WaitPropertiesTest::look);
            return Coroutine.done();
        });
    }

    @Property(tries = 300)
    void asCompletedGivesEachOnceInOrderOfTime(@ForAll("works") List<Work> works) {
        runOften(() -> {
            List<Task<Integer>> tasks = start(works);
            List<Future<Integer>> given = new ArrayList<>();
            for (Future<Integer> done : asCompleted(tasks)) {
                assertThat(done.isDone()).isTrue();
                assertThat(now()).isEqualTo(works.get(tasks.indexOf(done)).seconds());
                given.add(done);
            }
            assertThat(given).containsExactlyInAnyOrderElementsOf(tasks);
            tasks.forEach(WaitPropertiesTest::look);
            return Coroutine.done();
        });
    }

    private static double end(List<Work> works, Kind kind) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        int failure = Integer.MAX_VALUE;
        for (Work work : works) {
            first = Math.min(first, work.seconds());
            last = Math.max(last, work.seconds());
            if (work.ending() == Ending.FAILS) {
                failure = Math.min(failure, work.seconds());
            }
        }
        return switch (kind) {
            case ANY -> first;
            case FIRST_EXCEPTION -> Math.min(failure, last);
            case ALL -> last;
        };
    }

    private static List<Task<Integer>> start(List<Work> works) {
        List<Task<Integer>> tasks = new ArrayList<>();
        for (Work work : works) {
            tasks.add(createTask(end(work)));
        }
        return tasks;
    }

    @Async
    private static Coroutine<Integer> end(Work work) {
        await(sleep(seconds(work.seconds())));
        return switch (work.ending()) {
            case RETURNS -> Coroutine.of(work.seconds());
            case FAILS -> throw new IllegalStateException("failed");
            case IS_CANCELLED -> throw new dev.jacquard.CancelledError();
        };
    }

    /** Sees its exception, or it would be reported. */
    private static void look(Task<?> task) {
        if (!task.isCancelled()) {
            task.exception();
        }
    }
}
