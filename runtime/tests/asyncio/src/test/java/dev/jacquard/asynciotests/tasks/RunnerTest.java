package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.asynciotests.OnVirtualTime.runner;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.LoopExit;
import dev.jacquard.Runner;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RunnerTest {
    private final List<String> trail = new ArrayList<>();

    @Async
    private Coroutine<String> work(String name, int cleanUp) {
        try {
            await(sleep(seconds(100)));
        } catch (CancelledError e) {
            await(sleep(seconds(cleanUp)));
            trail.add(name + " cleaned up");
            throw e;
        }
        return Coroutine.of(name);
    }

    @Async
    private AsyncGenerator<Integer> numbers() {
        try {
            for (int i = 0; ; i++) {
                emit(i);
            }
        } finally {
            await(sleep(0));
            trail.add("generator closed");
        }
    }

    @Test
    void runsShareLoopAndContext() {
        ContextVar<Integer> count = ContextVar.of("count", 0);
        try (Runner runner = runner()) {
            EventLoop loop = runner.getLoop();
            for (int i = 0; i < 3; i++) {
                runner.run(() -> {
                    assertThat(getRunningLoop()).isSameAs(loop);
                    count.set(count.get() + 1);
                    await(sleep(seconds(1)));
                    return Coroutine.done();
                });
            }
            int counted = runner.run(() -> Coroutine.of(count.get()));
            assertThat(counted).isEqualTo(3);
            assertThat(loop.time()).isEqualTo(seconds(3));
        }
        assertThat(count.get()).isZero();
    }

    @Test
    void taskThatIsLeftGoesOnInTheNextRun() {
        try (Runner runner = runner()) {
            runner.run(() -> {
                createTask(ticks());
                return Coroutine.done();
            });
            assertThat(trail).isEmpty();
            runner.run(() -> sleep(2500));
            assertThat(trail).containsExactly("tick", "tick");
        }
    }

    @Async
    private Coroutine<Void> ticks() {
        for (; ; ) {
            await(sleep(seconds(1)));
            trail.add("tick");
        }
    }

    @Test
    void closingCancelsAndWaitsAndTellsErrors() throws Exception {
        Runner runner = runner();
        EventLoop loop = runner.getLoop();
        loop.setExceptionHandler((l, error) ->
                trail.add(error.message() + ": " + error.exception().getMessage()));
        runner.run(() -> {
            createTask(work("a", 3));
            createTask(work("b", 1));
            createTask(failsInCleanUp());
            await(sleep(0));
            return Coroutine.done();
        });
        runner.close();
        assertThat(trail)
                .containsExactly(
                        "b cleaned up", "a cleaned up", "unhandled exception during Asyncio.run() shutdown: clean-up");
        assertThat(loop.isClosed()).isTrue();
        assertThat(loop.time()).isEqualTo(seconds(3));
        runner.close();
        assertThatIllegalStateException().isThrownBy(runner::getLoop).withMessageContaining("closed");
        Coroutine<String> late = work("c", 0);
        assertThatIllegalStateException().isThrownBy(() -> runner.run(late));
        late.close();
    }

    @Async
    private static Coroutine<Void> failsInCleanUp() throws IOException {
        try {
            await(sleep(seconds(100)));
        } catch (CancelledError e) {
            throw new IOException("clean-up");
        }
        return Coroutine.done();
    }

    @Test
    void closingClosesGeneratorsAndTheExecutor() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Runner runner = runner()) {
            runner.getLoop().setDefaultExecutor(executor);
            runner.run(() -> {
                for (int i : numbers()) {
                    assertThat(i).isZero();
                    break;
                }
                assertThat(await(toThread(() -> "thread"))).isEqualTo("thread");
                return Coroutine.done();
            });
            assertThat(executor.isShutdown()).isFalse();
            assertThat(trail).isEmpty();
        }
        assertThat(trail).containsExactly("generator closed");
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void failedRunLeavesTheRunnerUsable() {
        try (Runner runner = runner()) {
            assertThatThrownBy(() -> runner.run(Coroutine.failed(new IOException("x"))))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> runner.run(() -> {
                        createTask(Coroutine.failed(new LoopExit("out")));
                        return sleep(seconds(5));
                    }))
                    .isInstanceOf(LoopExit.class)
                    .hasMessage("out");
            assertThat(runner.run(Coroutine.of(1))).isEqualTo(1);
        }
    }

    @Test
    void loopIsMadeOnceWhenItIsNeeded() {
        List<EventLoop> made = new ArrayList<>();
        Runner.Builder builder = Runner.builder().debug(true).loopFactory(() -> {
            EventLoop loop = OnVirtualTime.loop();
            made.add(loop);
            return loop;
        });
        builder.build().close();
        assertThat(made).isEmpty();
        try (Runner runner = builder.build()) {
            assertThat(runner.run(Coroutine.of(1))).isEqualTo(1);
            assertThat(runner.getLoop()).isSameAs(made.get(0));
            assertThat(made.get(0).isDebug()).isTrue();
        }
        assertThat(made).hasSize(1);
    }

    @Test
    void nestedRunsAreRefused() {
        Coroutine<String> work = work("nested", 0);
        try (Runner runner = runner();
                Runner other = runner()) {
            runner.run(() -> {
                assertThatIllegalStateException()
                        .isThrownBy(() -> runner.run(work))
                        .withMessageContaining("Await the coroutine instead");
                assertThatIllegalStateException().isThrownBy(() -> other.run(work));
                assertThatIllegalStateException().isThrownBy(() -> Asyncio.run(work));
                assertThatIllegalStateException().isThrownBy(runner::close).withMessageContaining("Runner.close()");
                return Coroutine.done();
            });
        }
        work.close();
    }
}
