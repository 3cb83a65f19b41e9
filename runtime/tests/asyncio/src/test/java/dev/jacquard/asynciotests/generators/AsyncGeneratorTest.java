package dev.jacquard.asynciotests.generators;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.emitAndReceive;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.GeneratorExit;
import dev.jacquard.StopAsyncIteration;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.Leak;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsyncGeneratorTest extends Programs {
    @Async
    AsyncGenerator<Integer> count(int n) {
        try {
            for (int i = 0; i < n; i++) {
                await(sleep(10));
                emit(i);
            }
            trail.add("end");
        } catch (Throwable e) {
            trail.add(e.getClass().getSimpleName());
            throw e;
        } finally {
            await(sleep(10));
            trail.add("cleaned");
        }
        return AsyncGenerator.end();
    }

    @Async
    Coroutine<List<Integer>> collect(AsyncGenerator<Integer> g) {
        List<Integer> all = new ArrayList<>();
        for (int i : g) {
            all.add(i);
        }
        return Coroutine.of(all);
    }

    @Test
    void forEachGoesThroughAllAndTheFinallyAwaits() {
        assertThat(OnVirtualTime.run(() -> collect(count(3)))).containsExactly(0, 1, 2);
        assertThat(trail).containsExactly("end", "cleaned");
    }

    @AsyncTest
    void nothingRunsBeforeTheFirstItemIsAskedFor() {
        var g = count(1);
        await(sleep(100));
        assertThat(trail).isEmpty();
        await(g.closeAsync());
        assertThat(trail).as("closed before its first statement").isEmpty();
    }

    @AsyncTest
    void tryClosesAfterBreak() {
        try (var g = count(9)) {
            for (int i : g) {
                trail.add(i);
                if (i == 1) {
                    break;
                }
            }
            trail.add("broken");
        }
        trail.add("after");
        assertThat(trail).containsExactly(0, 1, "broken", "GeneratorExit", "cleaned", "after");
    }

    @Test
    void tryClosesWhenTheBodyThrowsAndKeepsItsException() {
        assertThatThrownBy(() -> OnVirtualTime.run(() -> {
                    try (var g = count(9)) {
                        for (int i : g) {
                            throw new IllegalArgumentException("at " + i);
                        }
                    }
                    return Coroutine.done();
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at 0");
        assertThat(trail).containsExactly("GeneratorExit", "cleaned");
    }

    @Test
    void breakAloneLeavesItSuspendedUntilTheLoopShutsDown() {
        List<AsyncGenerator<?>> kept = new ArrayList<>();
        OnVirtualTime.run(
                () -> {
                    keepErrors();
                    var g = count(9);
                    kept.add(g);
                    for (int i : g) {
                        break;
                    }
                    await(sleep(100));
                    trail.add("main ends");
                    return Coroutine.done();
                },
                Leak.GENERATORS);
        assertThat(trail).containsExactly("main ends", "GeneratorExit", "cleaned");
        assertThat(errors).isEmpty();
    }

    @Test
    void aCheckedExceptionOfTheBodyIsThrownAtTheLoop() {
        assertThatThrownBy(() -> OnVirtualTime.run(() -> collect(failing(2))))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThat(trail).containsExactly("cleaned");
    }

    @Async
    AsyncGenerator<Integer> failing(int after) {
        try {
            for (int i = 0; i < after; i++) {
                emit(i);
            }
            await(sleep(10));
            throwDisk();
        } finally {
            trail.add("cleaned");
        }
        return AsyncGenerator.end();
    }

    @SuppressWarnings("unchecked")
    static <X extends Exception> void throwDisk() throws X {
        throw (X) new IOException("disk");
    }

    @AsyncTest
    void aGeneratorThatHasThrownHasEnded() {
        var g = failing(0);
        assertThat(await(OnVirtualTime.thrownBy(g.nextAsync()))).isInstanceOf(IOException.class);
        assertThat(await(OnVirtualTime.thrownBy(g.nextAsync()))).isInstanceOf(StopAsyncIteration.class);
    }

    static void trailOf(Object ignored) {}

    // ---- send and throwInto --------------------------------------------------------------------

    @Async
    AsyncGenerator<Integer> sums() {
        int sum = 0;
        for (; ; ) {
            Object got;
            try {
                got = emitAndReceive(sum);
            } catch (IllegalArgumentException e) {
                trail.add("refused " + e.getMessage());
                sum = -1;
                continue;
            }
            if (got == null) {
                return AsyncGenerator.end();
            }
            await(sleep(5));
            sum += (Integer) got;
        }
    }

    @AsyncTest
    void sendGivesEmitItsResult() {
        var g = sums();
        assertThat(await(g.nextAsync())).isEqualTo(0);
        assertThat(await(g.send(3))).isEqualTo(3);
        assertThat(await(g.send(4))).isEqualTo(7);
        assertThat(await(OnVirtualTime.thrownBy(g.nextAsync()))).isInstanceOf(StopAsyncIteration.class);
    }

    @AsyncTest
    void aValueCannotBeSentToOneThatHasNotStarted() {
        var g = sums();
        assertThat(await(OnVirtualTime.thrownBy(g.send(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("can't send non-null value to a just-started async generator");
        assertThat(await(g.send(null))).as("it can start still").isEqualTo(0);
        await(g.closeAsync());
    }

    @AsyncTest
    void throwIntoRaisesAtTheEmitAndGivesTheNextItem() {
        var g = sums();
        await(g.nextAsync());
        await(g.send(5));
        assertThat(await(g.throwInto(new IllegalArgumentException("x")))).isEqualTo(-1);
        var e = new IllegalStateException("not caught");
        assertThat(await(OnVirtualTime.thrownBy(g.throwInto(e)))).isSameAs(e);
        assertThat(await(g.throwInto(new IllegalStateException()))).isNull();
        assertThat(trail).containsExactly("refused x");
    }

    @AsyncTest
    void throwIntoOneThatHasNotStartedEndsIt() {
        var g = count(3);
        var e = new IllegalStateException("early");
        assertThat(await(OnVirtualTime.thrownBy(g.throwInto(e)))).isSameAs(e);
        assertThat(await(OnVirtualTime.thrownBy(g.nextAsync()))).isInstanceOf(StopAsyncIteration.class);
        assertThat(trail).isEmpty();
    }

    // ---- what is refused -----------------------------------------------------------------------

    @AsyncTest
    void twoUsersAtOnceAreRefused() {
        var g = count(3);
        var first = createTask(g.nextAsync());
        await(sleep(0));
        assertThat(await(OnVirtualTime.thrownBy(g.nextAsync())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("anext(): asynchronous generator is already running");
        assertThat(await(OnVirtualTime.thrownBy(g.closeAsync())))
                .hasMessage("aclose(): asynchronous generator is already running");
        assertThat(await(OnVirtualTime.thrownBy(g.throwInto(new IOException()))))
                .hasMessage("athrow(): asynchronous generator is already running");
        assertThat(await(first)).as("the first is not disturbed").isEqualTo(0);
        assertThat(await(g.nextAsync())).isEqualTo(1);
        await(g.closeAsync());
    }

    @Async
    AsyncGenerator<Integer> stubborn() {
        for (int i = 0; ; i++) {
            try {
                emit(i);
            } catch (GeneratorExit e) {
                trail.add("ignored");
                if (i > 0) {
                    return AsyncGenerator.end();
                }
            }
        }
    }

    @AsyncTest(allow = {Leak.GENERATORS, Leak.EXCEPTIONS}) // it cannot be closed any more
    void ignoringTheCloseIsRefused() {
        var g = stubborn();
        await(g.nextAsync());
        assertThat(await(OnVirtualTime.thrownBy(g.closeAsync())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("async generator ignored GeneratorExit");
    }

    @Async
    AsyncGenerator<Integer> returnsAtClose() {
        try {
            emit(1);
        } catch (GeneratorExit e) {
            trail.add("swallowed");
        }
        return AsyncGenerator.end();
    }

    @AsyncTest
    void endingAtTheCloseIsFineAndClosingAgainDoesNothing() {
        var g = returnsAtClose();
        await(g.nextAsync());
        await(g.closeAsync());
        await(g.closeAsync());
        assertThat(await(OnVirtualTime.thrownBy(g.nextAsync()))).isInstanceOf(StopAsyncIteration.class);
        assertThat(trail).containsExactly("swallowed");
    }

    @Async
    AsyncGenerator<Integer> failsAtClose() {
        try {
            emit(1);
        } finally {
            await(sleep(1));
            failNow();
        }
        return AsyncGenerator.end();
    }

    static void failNow() {
        throw new IllegalArgumentException("while closing");
    }

    @Test
    void anExceptionWhileClosingIsThrownByTheClose() {
        assertThatThrownBy(() -> OnVirtualTime.run(() -> {
                    try (var g = failsAtClose()) {
                        await(g.nextAsync());
                    }
                    return Coroutine.done();
                }))
                .hasMessage("while closing");
    }

    @Test
    void anExceptionAtShutdownIsTold() {
        var kept = new ArrayList<Object>();
        OnVirtualTime.run(
                () -> {
                    keepErrors();
                    var g = failsAtClose();
                    kept.add(g);
                    await(g.nextAsync());
                    return Coroutine.done();
                },
                Leak.GENERATORS);
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).message()).startsWith("an error occurred during closing of asynchronous generator");
        assertThat(errors.get(0).exception()).hasMessage("while closing");
        assertThat(errors.get(0).source()).isSameAs(kept.get(0));
    }

    @Async
    AsyncGenerator<Integer> stops() {
        emit(1);
        throw new StopAsyncIteration();
    }

    @AsyncTest
    void aBodyMustNotThrowTheEndItself() {
        var g = stops();
        await(g.nextAsync());
        assertThat(await(OnVirtualTime.thrownBy(g.nextAsync())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("async generator raised StopAsyncIteration")
                .hasCauseInstanceOf(StopAsyncIteration.class);
    }

    // ---- cancellation --------------------------------------------------------------------------

    @AsyncTest
    void cancellingTheConsumerUnwindsTheBody() {
        var consumer = createTask(collect(count(9)));
        await(sleep(25));
        consumer.cancel("enough");
        try {
            await(consumer);
        } catch (CancelledError e) {
            trail.add(e.getMessage());
        }
        assertThat(trail).containsExactly("CancelledError", "cleaned", "enough");
    }

    @AsyncTest
    void aGeneratorInAGeneratorPassesItemsExceptionsAndTheClose() {
        try (var g = doubled(count(9))) {
            for (int i : g) {
                trail.add(i);
                if (i == 2) {
                    break;
                }
            }
        }
        assertThat(trail).containsExactly(0, 2, "GeneratorExit", "cleaned", "outer cleaned");
    }

    @Async
    AsyncGenerator<Integer> doubled(AsyncGenerator<Integer> inner) {
        try (inner) {
            for (int i : inner) {
                emit(2 * i);
            }
        } finally {
            trail.add("outer cleaned");
        }
        return AsyncGenerator.end();
    }

    @AsyncTest
    void startingAfterTheShutdownIsPossibleButNotClosed() {
        await(getRunningLoop().shutdownAsyncGens());
        assertThat(await(collect(count(2)))).containsExactly(0, 1);
    }
}
