package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.Runner;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * The end of a run that is kept from ending says by whom. What keeps it ends as soon as enough has been said, so that
 * no time is measured.
 */
class CleanUpWarningTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    private void run(boolean virtual, ThrowingAsyncCallable<Void, RuntimeException> main) {
        told.clear();
        EventLoop.Builder loop = EventLoop.builder().warnings(told::add);
        if (virtual) {
            loop.clock(new VirtualClock());
        }
        try (Runner runner = Runner.builder()
                .loopFactory(loop::build)
                .cleanUpWarning(Duration.ofMillis(1))
                .build()) {
            runner.run(main);
        }
    }

    @Async
    private Coroutine<Void> stubborn() {
        while (told.size() < 3) {
            try {
                await(sleep(1));
            } catch (CancelledError e) {
                // swallowed
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> leavesATask() {
        createTask(stubborn(), "stubborn");
        await(sleep(0));
        return Coroutine.done();
    }

    @Test
    void taskThatSwallowsItsCancellationIsToldAgainAndAgain() {
        for (boolean virtual : new boolean[] {false, true}) {
            run(virtual, this::leavesATask);
            assertThat(told).hasSizeGreaterThanOrEqualTo(3);
            assertThat(told.get(0))
                    .startsWith("Runner.close() has waited for 0.")
                    .contains("tasks that were cancelled and have not ended")
                    .contains("Task stubborn", "CleanUpWarningTest.stubborn(CleanUpWarningTest");
        }
    }

    /** One that keeps the loop's thread is told with the stack that does so. */
    @Test
    void taskThatBlocksInItsCleanUpIsToldFromOutside() {
        run(false, () -> {
            createTask(blocksInItsCleanUp(), "blocking");
            await(sleep(0));
            return Coroutine.done();
        });
        assertThat(told.get(0))
                .contains("does not answer")
                .contains("CleanUpWarningTest.blocksInItsCleanUp(", "Task blocking");
    }

    @Async
    private Coroutine<Void> blocksInItsCleanUp() {
        try {
            await(sleep(Duration.ofDays(1)));
        } finally {
            while (told.isEmpty()) {
                Thread.onSpinWait();
            }
        }
        return Coroutine.done();
    }

    @Test
    void generatorAndThreadAreTold() {
        run(false, () -> {
            AsyncGenerator<Integer> numbers = numbers();
            await(numbers.nextAsync());
            return Coroutine.done();
        });
        assertThat(told).anyMatch(t -> t.contains(GENERATORS));
        run(false, () -> {
            Promise<Void> begun = new Promise<>(); // else the call is not made at all
            EventLoop loop = getRunningLoop();
            createTask(
                    toThread(() -> {
                        loop.callSoonThreadSafe(() -> begun.setResult(null));
                        return untilTold();
                    }),
                    "caller");
            await(begun);
            return Coroutine.done();
        });
        assertThat(told).anyMatch(t -> t.contains(CALLS)); // perhaps behind others of a slow machine
    }

    @Async
    private AsyncGenerator<Integer> numbers() {
        try {
            emit(1);
        } finally {
            while (told.stream().noneMatch(t -> t.contains(GENERATORS))) {
                await(sleep(1));
            }
        }
        return AsyncGenerator.end();
    }

    private static final String GENERATORS = "generators whose clean-up has not ended";
    private static final String CALLS = "calls on the threads of the loop's executor";

    private Void untilTold() {
        while (told.stream().noneMatch(t -> t.contains(CALLS))) {
            Thread.onSpinWait();
        }
        return null;
    }

    @Test
    void nothingIsSaidWhereNothingIsLeftOrItIsSwitchedOff() {
        run(false, Coroutine::done);
        assertThat(told).isEmpty();
        try (Runner runner = Runner.builder()
                .loopFactory(() -> EventLoop.builder().warnings(told::add).build())
                .cleanUpWarning(Duration.ZERO)
                .build()) {
            runner.run(() -> {
                createTask(swallowsOnce());
                await(sleep(0));
                return Coroutine.done();
            });
        }
        assertThat(told).isEmpty();
    }

    @Async
    private static Coroutine<Void> swallowsOnce() {
        try {
            await(sleep(Duration.ofDays(1)));
        } catch (CancelledError e) {
            await(sleep(20));
        }
        return Coroutine.done();
    }
}
