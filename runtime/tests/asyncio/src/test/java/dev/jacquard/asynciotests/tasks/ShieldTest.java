package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitFor;
import static dev.jacquard.asynciotests.OnVirtualTime.run;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.Future;
import dev.jacquard.LoopDeadlockException;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShieldTest {
    @Async
    private static Coroutine<String> work() {
        await(sleep(seconds(2)));
        return Coroutine.of("saved");
    }

    @AsyncTest
    void cancellingTheShieldLeavesTheTaskAlone() {
        Task<String> task = createTask(work());
        Throwable e = await(thrownBy(waitFor(shield(task), seconds(1))));
        assertThat(e).isInstanceOf(AsyncTimeoutException.class);
        assertThat(task.cancelling()).isZero();
        assertThat(await(task)).isEqualTo("saved");
    }

    @AsyncTest
    void resultExceptionAndCancellationComeThrough() {
        assertThat(await(shield(work()))).isEqualTo("saved");
        RuntimeException x = new RuntimeException("x");
        assertThat(await(thrownBy(shield(Coroutine.failed(x))))).isSameAs(x);
        Task<String> task = createTask(work());
        Future<String> shield = shield(task);
        task.cancel("gone");
        Throwable e = await(thrownBy(shield));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage(null);
        assertThat(shield.isCancelled()).isTrue();
    }

    @AsyncTest
    void coroutineStartsAtOnce() {
        Future<String> shield = shield(work());
        await(sleep(seconds(3)));
        assertThat(shield.result()).isEqualTo("saved");
    }

    @AsyncTest
    void futureThatIsDoneIsGivenAsItIs() {
        Promise<Integer> done = new Promise<>();
        done.setResult(1);
        assertThat(shield(done)).isSameAs(done);
    }

    /** CPython 3.14, python/cpython #86802: nobody else would be told. */
    @AsyncTest
    void failureAfterTheShieldWasCancelledGoesToTheHandler() {
        List<ErrorContext> told = told();
        Promise<Integer> inner = new Promise<>();
        shield(inner).cancel();
        await(sleep(0));
        RuntimeException x = new RuntimeException("x");
        inner.setException(x);
        await(sleep(0));
        assertThat(told).singleElement().satisfies(error -> {
            assertThat(error.exception()).isSameAs(x);
            assertThat(error.source()).isSameAs(inner);
            assertThat(error.message()).isEqualTo("RuntimeException exception in shielded future");
        });
        assertThat(inner.isExceptionRetrieved()).isTrue();
    }

    /** As long as the shield is cancelled, but has not heard of it, nobody has seen it. */
    @AsyncTest
    void failureInTheRoundOfTheCancellationCountsAsUnseen() {
        List<ErrorContext> told = told();
        Promise<Integer> inner = new Promise<>();
        Future<Integer> outer = shield(inner);
        outer.cancel();
        inner.setException(new RuntimeException("x"));
        await(sleep(0));
        await(sleep(0));
        assertThat(told).isEmpty();
        assertThat(inner.isExceptionRetrieved()).isFalse();
        inner.exception();
    }

    @AsyncTest
    void handlerHearsOnceOfManyShieldsAndInTheOrderOfTheCallbacks() {
        List<String> trail = new ArrayList<>();
        getRunningLoop().setExceptionHandler((loop, error) -> trail.add("handler"));
        Promise<Integer> inner = new Promise<>();
        List<Future<Integer>> shields = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            shields.add(shield(inner));
        }
        shields.get(0).cancel();
        await(sleep(0));
        inner.addDoneCallback(done -> trail.add("callback"));
        shields.get(1).cancel(); // the report moves behind the callback
        await(sleep(0));
        inner.setException(new RuntimeException("x"));
        assertThat(await(thrownBy(shields.get(2)))).hasMessage("x");
        assertThat(trail).containsExactly("callback", "handler");
    }

    /** Each way in which the inner one ends, with and without somebody else who waits for it. */
    @AsyncTest
    void onlyAnExceptionIsReported() {
        List<ErrorContext> told = told();
        for (boolean awaited : new boolean[] {false, true}) {
            for (int end = 0; end < 3; end++) {
                told.clear();
                Promise<Integer> inner = new Promise<>();
                Task<Throwable> other = awaited ? createTask(thrownBy(inner)) : null;
                shield(inner).cancel();
                await(sleep(0));
                switch (end) {
                    case 0 -> inner.setResult(1);
                    case 1 -> inner.cancel();
                    default -> inner.setException(new RuntimeException("x"));
                }
                await(sleep(0));
                if (other != null) {
                    await(other);
                }
                assertThat(told).hasSize(end == 2 ? 1 : 0);
            }
        }
    }

    private static List<ErrorContext> told() {
        List<ErrorContext> told = new ArrayList<>();
        getRunningLoop().setExceptionHandler((loop, error) -> told.add(error));
        return told;
    }

    @Test
    void tasksThatWaitForThemselvesAreTold() {
        assertThatThrownBy(() -> run(() -> shield(currentTask()).asCoroutine()))
                .isInstanceOf(LoopDeadlockException.class)
                .hasMessageContaining("Circle: Task test");
    }

    @Test
    void needsALoop() {
        Coroutine<String> work = work();
        assertThatIllegalStateException()
                .isThrownBy(() -> shield(work))
                .withMessageContaining("shield(): no running loop");
        work.close();
        assertThatThrownBy(() -> shield(null)).isInstanceOf(NullPointerException.class);
    }
}
