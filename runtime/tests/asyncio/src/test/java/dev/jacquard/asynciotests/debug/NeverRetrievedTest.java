package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exceptions that nobody has seen go to the exception handler, once. */
class NeverRetrievedTest {
    private final List<ErrorContext> told = new ArrayList<>();
    private final List<Object> kept = new ArrayList<>();

    private <T> T run(Coroutine<T> main, boolean debug) {
        try (Runner runner = Runner.builder().debug(debug).build()) {
            runner.getLoop().setExceptionHandler((loop, error) -> told.add(error));
            return runner.run(main);
        }
    }

    @Async
    static Coroutine<Integer> fails(String why) throws IOException {
        await(sleep(0));
        throw new IOException(why);
    }

    @Async
    Coroutine<Void> leavesFailures() throws IOException {
        kept.add(createTask(fails("task"), "lost"));
        Promise<Integer> promise = new Promise<>();
        promise.setException(new IOException("promise"));
        kept.add(promise);
        await(sleep(0));
        await(sleep(0));
        await(sleep(0));
        return Coroutine.done();
    }

    @Test
    void tasksAndPromisesAreToldWhenTheLoopIsClosed() throws IOException {
        run(leavesFailures(), false);
        assertThat(told)
                .extracting(e -> e.message() + ": " + e.exception().getMessage())
                .containsExactlyInAnyOrder(
                        "Task exception was never retrieved: task", "Future exception was never retrieved: promise");
        assertThat(told).allSatisfy(e -> assertThat(e.createdAt()).isEmpty());
        assertThat(told).extracting(ErrorContext::source).containsAll(kept);
    }

    @Test
    void debugModeTellsWhereTheyWereCreated() throws IOException {
        run(leavesFailures(), true);
        assertThat(told).hasSize(2);
        assertThat(told).allSatisfy(e -> assertThat(e.createdAt().get(0).toString())
                .contains("NeverRetrievedTest.leavesFailures("));
    }

    @Async
    Coroutine<Void> retrieves() throws IOException {
        Task<Integer> awaited = createTask(fails("1"));
        try {
            await(awaited, IOException.class);
        } catch (IOException e) {
            // seen
        }
        await(gatherSettled(fails("2"), fails("3")));
        Task<Integer> read = createTask(fails("4"));
        Task<Integer> cancelled = createTask(fails("5"));
        Task<Integer> awaitedLate = createTask(fails("6"));
        for (int i = 0; i < 5; i++) {
            await(sleep(0));
        }
        kept.add(read.exception());
        cancelled.cancel(); // too late, but nobody wants to know of it, as in CPython
        try {
            await(awaitedLate);
        } catch (Exception e) {
            kept.add(e);
        }
        return Coroutine.done();
    }

    @Test
    void whatSomebodyHasSeenIsNotTold() throws IOException {
        for (boolean debug : new boolean[] {false, true}) {
            run(retrieves(), debug);
            assertThat(told).isEmpty();
        }
    }

    @Async
    Coroutine<Void> dropsAndCollects() throws IOException {
        createTask(fails("gone"), "dropped");
        while (told.isEmpty()) {
            System.gc();
            await(sleep(1));
        }
        return Coroutine.done();
    }

    @Test
    @Timeout(60)
    void whatIsCollectedIsToldWhileTheLoopRunsAndOnlyOnce() throws IOException {
        for (boolean debug : new boolean[] {false, true}) {
            told.clear();
            run(dropsAndCollects(), debug);
            assertThat(told).hasSize(1);
            assertThat(told.get(0).message()).isEqualTo("Task exception was never retrieved");
            assertThat(told.get(0).source()).isEqualTo("Task dropped");
            assertThat(told.get(0).exception()).hasMessage("gone");
            assertThat(told.get(0).createdAt().isEmpty()).isEqualTo(!debug);
        }
    }

    @Test
    void theMainTasksExceptionIsThrownAndNotTold() {
        assertThatThrownBy(() -> run(fails("main"), true)).hasMessage("main");
        assertThat(told).isEmpty();
    }

    @Test
    void aLoopThatIsClosedUponPendingTasksTellsThem() throws IOException {
        EventLoop loop = Asyncio.newEventLoop();
        loop.setExceptionHandler((l, error) -> told.add(error));
        Task<Integer> task = loop.createTask(fails("never"), "pending");
        loop.close();
        assertThat(told).singleElement().satisfies(e -> {
            assertThat(e.message()).isEqualTo("Task was destroyed but it is pending!");
            assertThat(e.source()).isSameAs(task);
        });
    }
}
