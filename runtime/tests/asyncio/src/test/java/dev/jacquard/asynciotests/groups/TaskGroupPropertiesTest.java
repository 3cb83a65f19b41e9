package dev.jacquard.asynciotests.groups;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.eagerTaskFactory;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.runOften;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Random trees of groups whose members fail, refuse to be cancelled, and fail in their clean-up. */
class TaskGroupPropertiesTest {
    enum OnCancel {
        STOPS,
        CLEANS_UP,
        FAILS,
        IGNORES
    }

    /**
     * A member.
     *
     * @param seconds how long it works; 0: it does not suspend
     * @param fails whether it fails then
     * @param members if not empty: tasks that it makes before it works
     * @param ofOuter whether they are of the group to which it belongs itself; else it is a group that has them, and
     *     works in its body
     */
    record Work(int seconds, boolean fails, OnCancel onCancel, List<Work> members, boolean ofOuter) {}

    @Provide
    Arbitrary<Work> trees() {
        return tree(3);
    }

    private static Arbitrary<Work> tree(int depth) {
        Arbitrary<List<Work>> members = depth == 0
                ? Arbitraries.just(List.of())
                : Arbitraries.lazy(() -> tree(depth - 1)).list().ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(false, false, false, true),
                        Arbitraries.of(OnCancel.class),
                        members,
                        Arbitraries.of(true, false))
                .as(Work::new);
    }

    private int running;
    private final Set<Throwable> thrown = Collections.newSetFromMap(new IdentityHashMap<>());

    @Property(tries = 500)
    void noTaskAndNoExceptionIsEverLeftBehind(
            @ForAll("trees") Work tree, @ForAll @IntRange(min = 0, max = 8) int cancelAt, @ForAll boolean eager) {
        running = 0;
        thrown.clear();
        runOften(() -> {
            if (eager) {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
            }
            Task<Void> root = createTask(group(tree));
            await(sleep(Duration.ofMillis(cancelAt * 1000 + 500)));
            boolean alive = !root.isDone();
            root.cancel("outside");
            Throwable e = await(thrownBy(root));
            assertThat(running).isZero();
            assertThat(allTasks()).containsExactly(currentTask());
            assertThat(leaves(e)).containsExactlyInAnyOrderElementsOf(thrown);
            if (e instanceof CancelledError) {
                assertThat(alive).isTrue();
                assertThat(e).hasMessage("outside");
                assertThat(thrown).isEmpty();
            }
            assertThat(root.cancelling()).isEqualTo(alive ? 1 : 0);
            return Coroutine.done();
        });
    }

    @Async
    private Coroutine<Void> group(Work work) {
        return TaskGroup.run(group -> {
            for (Work member : work.members()) {
                group.createTask(member(member, group));
            }
            return leaf(work);
        });
    }

    @Async
    private Coroutine<Void> member(Work work, TaskGroup outer) {
        if (!work.ofOuter()) {
            return work.members().isEmpty() ? leaf(work) : group(work);
        }
        for (Work member : work.members()) {
            outer.createTask(member(member, outer)); // never refused: nobody has suspended yet
        }
        return leaf(work);
    }

    @Async
    private Coroutine<Void> leaf(Work work) {
        running++;
        try {
            if (work.seconds() > 0) {
                await(sleep(seconds(work.seconds())));
            }
        } catch (CancelledError e) {
            switch (work.onCancel()) {
                case STOPS -> throw e;
                case CLEANS_UP -> {
                    await(sleep(seconds(1)));
                    throw e;
                }
                case FAILS -> throw failure("clean-up");
                case IGNORES -> await(sleep(seconds(2)));
            }
        } finally {
            running--;
        }
        if (work.fails()) {
            throw failure("work");
        }
        return Coroutine.done();
    }

    private IllegalStateException failure(String message) {
        IllegalStateException e = new IllegalStateException(message);
        thrown.add(e);
        return e;
    }

    private static List<Throwable> leaves(Throwable e) {
        List<Throwable> leaves = new ArrayList<>();
        if (e instanceof ExceptionGroup group) {
            group.exceptions().forEach(member -> leaves.addAll(leaves(member)));
        } else if (e != null && !(e instanceof CancelledError)) {
            leaves.add(e);
        }
        return leaves;
    }
}
