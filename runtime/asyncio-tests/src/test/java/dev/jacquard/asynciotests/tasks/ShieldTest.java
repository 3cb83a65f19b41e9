package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
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
import dev.jacquard.Future;
import dev.jacquard.LoopDeadlockException;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
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

    @AsyncTest
    void whatFailsWhileTheShieldIsCancelledIsNoUnseenException() {
        Promise<Integer> inner = new Promise<>();
        Future<Integer> outer = shield(inner);
        outer.cancel();
        inner.setException(new RuntimeException("x"));
        await(sleep(0));
        assertThat(inner.isExceptionRetrieved()).isTrue();

        Promise<Integer> later = new Promise<>();
        shield(later).cancel();
        await(sleep(0));
        later.setException(new RuntimeException("x"));
        await(sleep(0));
        assertThat(later.isExceptionRetrieved()).isFalse(); // nobody stands for it
        later.exception();
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
