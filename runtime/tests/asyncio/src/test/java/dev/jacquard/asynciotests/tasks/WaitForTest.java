package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitFor;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Awaitable;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class WaitForTest {
    private final List<String> trail = new ArrayList<>();

    @Async
    private Coroutine<String> work(int seconds, int cleanUp) {
        trail.add("starts");
        try {
            await(sleep(seconds(seconds)));
        } catch (CancelledError e) {
            await(sleep(seconds(cleanUp)));
            trail.add("cleaned up");
            throw e;
        }
        return Coroutine.of("done");
    }

    @AsyncTest
    void givesTheResultOrThrowsTheException() {
        assertThat(await(waitFor(work(1, 0), seconds(2)))).isEqualTo("done");
        assertThat(await(waitFor(work(100, 0), null))).isEqualTo("done");
        RuntimeException e = new RuntimeException("x");
        assertThat(await(thrownBy(waitFor(Coroutine.failed(e), seconds(2))))).isSameAs(e);
        assertThatNullPointerException().isThrownBy(() -> waitFor(null, null));
    }

    @AsyncTest
    void waitsForTheCleanUpOfWhatTimedOut() {
        Throwable e = await(thrownBy(waitFor(work(9, 3), seconds(2))));
        assertThat(e)
                .isInstanceOf(AsyncTimeoutException.class)
                .hasMessageMatching("WaitForTest\\.work did not end within 2 s; it was at "
                        + "\\S+\\.WaitForTest\\.work\\(WaitForTest\\.java:\\d+\\)");
        assertThat(now()).isEqualTo(5);
        assertThat(currentTask().cancelling()).isZero();
        assertThat(trail).containsExactly("starts", "cleaned up");
    }

    @AsyncTest
    void taskThatTimedOutIsCancelled() {
        Task<String> task = createTask(work(9, 0));
        Throwable e = await(thrownBy(waitFor(task, seconds(2))));
        assertThat(e).isInstanceOf(AsyncTimeoutException.class);
        assertThat(task.isCancelled()).isTrue();
    }

    @AsyncTest
    void noTimeAtAll() {
        for (Duration none : List.of(Duration.ZERO, seconds(-1))) {
            Promise<String> done = new Promise<>();
            done.setResult("there");
            assertThat(await(waitFor(done, none))).isEqualTo("there");
            Promise<String> pending = new Promise<>();
            assertThat(await(thrownBy(waitFor(pending, none))))
                    .isInstanceOf(AsyncTimeoutException.class)
                    .hasMessageMatching("Promise did not end within (0 ms|no time); it was at .*")
                    .hasCauseInstanceOf(CancelledError.class);
            assertThat(pending.isCancelled()).isTrue();
            assertThat(await(thrownBy(waitFor(work(1, 0), none)))).isInstanceOf(AsyncTimeoutException.class);
        }
        Task<String> started = createTask(work(9, 4));
        await(sleep(seconds(1)));
        assertThat(await(thrownBy(waitFor(started, Duration.ZERO)))).isInstanceOf(AsyncTimeoutException.class);
        assertThat(now()).isEqualTo(5);
        assertThat(trail).containsExactly("starts", "cleaned up"); // only the last one started
    }

    /** python/cpython #86296, #87555. */
    @AsyncTest
    void cancellationIsNotHiddenByAResultInTheSameRound() {
        Promise<String> result = new Promise<>();
        Task<String> task = createTask(waitFor(result, seconds(9)));
        await(sleep(seconds(1)));
        result.setResult("too late for it");
        task.cancel("now");
        Throwable e = await(thrownBy(task));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("now");
        assertThat(task.isCancelled()).isTrue();
    }

    @AsyncTest
    void cancellationIsNotHiddenByTheTimeoutInTheSameRound() {
        Task<String> task = createTask(waitFor(new Promise<String>(), seconds(1)));
        await(sleep(seconds(1)));
        task.cancel("now");
        assertThat(await(thrownBy(task))).isInstanceOf(CancelledError.class);
    }

    @AsyncTest
    void cancellationIsNotHiddenWhileTheCancelledOneCleansUp() {
        Task<String> inner = createTask(work(9, 5));
        await(sleep(0));
        Task<String> outer = createTask(waitFor(inner, Duration.ZERO));
        await(sleep(seconds(1)));
        outer.cancel("now");
        Throwable e = await(thrownBy(outer));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("now");
        assertThat(now()).isEqualTo(1);
        await(waitAll(List.of(inner))); // it goes on cleaning up
    }

    @AsyncTest
    void resultInSpiteOfTheCancellationIsGiven() {
        Coroutine<Throwable> stubborn = thrownBy(sleep(seconds(9)));
        assertThat(await(waitFor(stubborn, seconds(1)))).isInstanceOf(CancelledError.class);
        Task<Throwable> task = createTask(thrownBy(sleep(seconds(9))));
        await(sleep(0));
        assertThat(await(waitFor(task, Duration.ZERO))).isInstanceOf(CancelledError.class);
    }

    @AsyncTest
    void stageIsCancelled() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        Coroutine<String> wait = waitFor(Awaitable.of(stage), seconds(1));
        assertThat(await(thrownBy(wait))).isInstanceOf(AsyncTimeoutException.class);
        await(sleep(0));
        assertThat(stage).isCancelled();
    }
}
