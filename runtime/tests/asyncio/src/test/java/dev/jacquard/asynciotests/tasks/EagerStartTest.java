package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.eagerTaskFactory;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.runner;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.LoopExit;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.TaskFactory;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code create_task(..., eager_start=...)} of CPython 3.14, on all that make tasks. */
class EagerStartTest {
    private static final ContextVar<String> VARIABLE = ContextVar.of("variable", "default");

    private final List<String> trail = new ArrayList<>();

    @Async
    private Coroutine<String> work(int waits) {
        trail.add("start");
        for (int i = 0; i < waits; i++) {
            await(sleep(seconds(1)));
        }
        trail.add("end");
        return Coroutine.of("done");
    }

    /** One of the ways to make a task. */
    private interface Maker {
        Task<String> make(Coroutine<String> work, Boolean eagerStart);
    }

    private static List<Maker> makers(TaskGroup group) {
        EventLoop loop = getRunningLoop();
        return List.of(
                (work, eager) -> createTask(work, "name", null, eager),
                (work, eager) -> loop.createTask(work, "name", null, eager),
                (work, eager) -> group.createTask(work, "name", null, eager),
                (work, eager) -> eager == null
                        ? Asyncio.createTask(work, "name")
                        : Asyncio.createTask(work, "name", (boolean) eager),
                (work, eager) -> eager == null ? loop.createTask(work) : loop.createTask(work, (boolean) eager),
                (work, eager) -> eager == null ? group.createTask(work) : group.createTask(work, (boolean) eager));
    }

    /** Three values, with a factory of either kind and none, for tasks that wait or do not. */
    @AsyncTest
    void eagerStartComesBeforeTheFactory() {
        for (int waits = 0; waits < 3; waits++) {
            for (TaskFactory factory : new TaskFactory[] {null, eagerTaskFactory(), new Lazy()}) {
                for (Boolean eager : new Boolean[] {null, false, true}) {
                    boolean atOnce = eager == null ? factory == eagerTaskFactory() : eager;
                    int n = waits;
                    getRunningLoop().setTaskFactory(factory);
                    await(TaskGroup.run(group -> {
                        for (Maker maker : makers(group)) {
                            trail.clear();
                            Task<String> task = maker.make(work(n), eager);
                            assertThat(trail.isEmpty()).isEqualTo(!atOnce);
                            assertThat(task.isDone()).isEqualTo(atOnce && n == 0);
                            assertThat(await(task)).isEqualTo("done");
                            assertThat(trail).containsExactly("start", "end");
                        }
                        return Coroutine.done();
                    }));
                }
            }
        }
        getRunningLoop().setTaskFactory(null);
    }

    /** Whatever the factory is told, it decides; this one obeys, and is lazy else. */
    private static final class Lazy implements TaskFactory {
        @Override
        public <T> Task<T> create(EventLoop loop, Coroutine<T> coroutine, String name, Context context) {
            return Task.create(loop, coroutine, name, context, false);
        }

        @Override
        public <T> Task<T> create(
                EventLoop loop, Coroutine<T> coroutine, String name, Context context, boolean eagerStart) {
            return Task.create(loop, coroutine, name, context, eagerStart);
        }
    }

    /** One that was written before there was such an argument. */
    private static final class Old implements TaskFactory {
        @Override
        public <T> Task<T> create(EventLoop loop, Coroutine<T> coroutine, String name, Context context) {
            return Task.create(loop, coroutine, name, context, false);
        }
    }

    @AsyncTest
    void factoryThatKnowsNothingOfItSaysSo() {
        getRunningLoop().setTaskFactory(new Old());
        Coroutine<String> work = work(0);
        assertThatThrownBy(() -> createTask(work, true))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("EagerStartTest$Old")
                .hasMessageContaining("eagerStart=true")
                .hasMessageContaining("override create(");
        assertThat(allTasks()).containsExactly(currentTask());
        assertThat(await(createTask(work, null, null, null))).isEqualTo("done"); // unharmed
        getRunningLoop().setTaskFactory(null);
    }

    /** At each await, and before the first: one that is lazy never starts then. */
    @AsyncTest
    void canBeCancelledAtEachAwait() {
        for (boolean eager : new boolean[] {false, true}) {
            for (int at = 0; at < 3; at++) {
                trail.clear();
                Task<String> task = createTask(work(3), eager);
                boolean started = eager || at > 0;
                if (at > 0) {
                    await(sleep(seconds(at)));
                }
                task.cancel("stop");
                assertThat(await(thrownBy(task)))
                        .isInstanceOf(CancelledError.class)
                        .hasMessage("stop");
                assertThat(trail).isEqualTo(started ? List.of("start") : List.of());
            }
        }
    }

    @AsyncTest
    void currentTaskNameAndContextAreItsOwn() {
        Task<?> me = currentTask();
        Context context = Context.copyCurrent();
        Task<String> task = createTask(looksAround(), "eager", context, true);
        assertThat(currentTask()).isSameAs(me);
        assertThat(VARIABLE.get()).isEqualTo("default");
        assertThat(context.run(VARIABLE::get)).isEqualTo("set");
        assertThat(task.result()).isEqualTo("eager");
        createTask(looksAround(), true);
        assertThat(VARIABLE.get()).isEqualTo("default"); // it was a copy
    }

    @Async
    private static Coroutine<String> looksAround() {
        VARIABLE.set("set");
        return Coroutine.of(currentTask().getName());
    }

    @AsyncTest
    void failureIsTheTasksOwn() {
        Task<String> task = createTask(Coroutine.failed(new IllegalStateException("x")), true);
        assertThat(task.exception()).hasMessage("x");
    }

    @Test
    void loopExitComesOutOfCreateTask() {
        try (Runner runner = runner()) {
            String seen = runner.run(() -> {
                LoopExit exit = new LoopExit("bye");
                try {
                    createTask(Coroutine.failed(exit), true);
                } catch (LoopExit e) {
                    return Coroutine.of(e == exit ? "caught" : "another");
                }
                return Coroutine.of("not thrown");
            });
            assertThat(seen).isEqualTo("caught");
        }
    }

    /** Where nothing runs there is nowhere to start. */
    @Test
    void loopThatDoesNotRunStartsItWhenItDoes() {
        try (Runner runner = runner()) {
            Task<String> task = runner.getLoop().createTask(work(0), true);
            assertThat(trail).isEmpty();
            assertThat(runner.run(task)).isEqualTo("done");
        }
    }

    @AsyncTest
    void nullIsRefusedBeforeAnythingHappens() {
        assertThatThrownBy(() -> createTask(null, "name", null, true))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("coroutine");
        assertThat(allTasks()).containsExactly(currentTask());
    }
}
