package dev.jacquard.asynciotests.groups;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.eagerTaskFactory;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.runner;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Runner;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a {@link LoopExit} takes the place of is told to somebody. */
class LoopExitOutOfGroupTest {
    private final List<String> told = new ArrayList<>();

    private void run(Runner runner, boolean eager, Body body) {
        runner.getLoop().setExceptionHandler((l, e) -> told.add(e.exception().getMessage()));
        if (eager) {
            runner.getLoop().setTaskFactory(eagerTaskFactory());
        }
        runner.run(() -> TaskGroup.run(group -> body.in(group)));
    }

    private interface Body {
        Coroutine<Void> in(TaskGroup group);
    }

    @Async
    private static Coroutine<Void> failsInCleanUp(String message) {
        try {
            await(sleep(seconds(99)));
        } catch (CancelledError e) {
            throw new IllegalStateException(message);
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> exits() {
        await(sleep(seconds(1)));
        throw new LoopExit("bye");
    }

    /** A LoopExit out of the body, where it has suspended or not. */
    @Test
    void handlerHearsOfTheTasksErrors() {
        for (int suspensions = 0; suspensions < 3; suspensions++) {
            for (boolean eager : new boolean[] {false, true}) {
                told.clear();
                int n = suspensions;
                try (Runner runner = runner()) {
                    assertThatThrownBy(() -> run(runner, eager, group -> leaves(group, n)))
                            .isInstanceOf(LoopExit.class)
                            .hasMessage("bye")
                            .hasNoSuppressedExceptions();
                }
                // one that is cancelled before its first step has nothing to clean up
                assertThat(told).isEqualTo(n == 0 && !eager ? List.of() : List.of("first", "second"));
            }
        }
    }

    @Async
    private static Coroutine<Void> leaves(TaskGroup group, int suspensions) {
        group.createTask(failsInCleanUp("first"));
        group.createTask(failsInCleanUp("second"));
        for (int i = 0; i < suspensions; i++) {
            await(sleep(0));
        }
        throw new LoopExit("bye");
    }

    @Test
    void exitOfATaskHasTheOthersErrorsSuppressed() {
        Runner runner = runner();
        assertThatThrownBy(() -> run(runner, false, group -> {
                    group.createTask(exits());
                    group.createTask(failsInCleanUp("task"));
                    return failsInCleanUp("body");
                }))
                .isInstanceOf(LoopExit.class);
        assertThatThrownBy(runner::close) // the main task goes on, and ends by the same exit
                .isInstanceOf(LoopExit.class)
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("task", "body"));
        assertThat(told).isEmpty();
    }
}
