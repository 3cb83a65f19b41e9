package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.contract.Programs.fails;
import static dev.jacquard.asynciotests.contract.Programs.failureOf;
import static dev.jacquard.asynciotests.contract.Programs.future;
import static dev.jacquard.asynciotests.contract.Programs.stage;
import static dev.jacquard.asynciotests.contract.Programs.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.jacquard.Awaitable;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.InvalidStateException;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What can be awaited. */
class FuturesContractTest {
    private static final class Own implements Awaitable<String> {
        @Override
        public Coroutine<String> asCoroutine() {
            return Coroutine.of("own");
        }
    }

    @AsyncTest
    void awaitable() {
        Awaitable<String> own = new Own();
        Coroutine<String> coroutine = own.asCoroutine();
        String text = await(coroutine);
        CompletionStage<Integer> stage = CompletableFuture.completedFuture(1);
        Awaitable<Integer> following = Awaitable.of(stage);
        Integer number = await(following);
        assertThat(text + await(own) + number).isEqualTo("ownown1");
    }

    @AsyncTest
    void coroutine() {
        Coroutine<String> value = Coroutine.of("v");
        Coroutine<Void> done = Coroutine.done();
        IOException no = new IOException("no");
        Coroutine<Object> failed = Coroutine.failed(no);
        Awaitable<String> awaitable = value;
        assertThat(await(value) + await(awaitable)).isEqualTo("vv");
        Void nothing = await(done);
        assertThat(nothing).isNull();
        assertThat(await(done)).isNull();
        assertThat(await(failureOf(failed))).isSameAs(no);
        assertThat(await(failureOf(failed))).isSameAs(no);
    }

    @AsyncTest
    void coroutineOfAMethodRunsOnce() {
        Coroutine<String> once = text();
        assertThat(await(once)).isEqualTo("text");
        try {
            fail(await(once));
        } catch (IllegalStateException e) {
            assertThat(e)
                    .hasMessageContaining("FuturesContractTest.java:") // the other await
                    .hasMessageContaining("Programs.java:");
        }
    }

    /** Or the test would fail: of a coroutine that was never awaited. */
    @AsyncTest
    void coroutineThatIsNotWanted() {
        Coroutine<String> unwanted = text();
        unwanted.close();
    }

    /** They start at once, and are completed by the loop. */
    @AsyncTest
    void methodsOfStages() {
        CompletableFuture<String> future = future();
        CompletionStage<String> stage = stage();
        assertThat(await(future) + await(stage)).isEqualTo("texttext");
    }

    @AsyncTest
    void futureThatIsDone() {
        Promise<String> promise = new Promise<>();
        Future<String> future = promise;
        Awaitable<String> awaitable = future;
        assertThatThrownBy(future::result).isInstanceOf(InvalidStateException.class);
        assertThatThrownBy(future::exception).isInstanceOf(InvalidStateException.class);

        List<Object> told = new ArrayList<>();
        Consumer<Future<String>> callback = f -> told.add(f.result());
        Consumer<Object> removed = told::add; // a Consumer<? super Future<String>>
        future.addDoneCallback(callback);
        future.addDoneCallback(f -> told.add(f.result().length()));
        future.addDoneCallback(removed);
        int n = future.removeDoneCallback(removed);
        assertThat(n).isEqualTo(1);
        CompletableFuture<String> ofJava = future.toCompletableFuture();
        EventLoop loop = future.getLoop();
        assertThat(loop).isSameAs(getRunningLoop());

        promise.setResult("r");
        String text = await(awaitable);
        String result = future.result();
        Throwable exception = future.exception();
        boolean done = future.isDone();
        boolean cancelled = future.isCancelled();
        assertThat(text).isEqualTo(result).isEqualTo("r");
        assertThat(exception).isNull();
        assertThat(done).isTrue();
        assertThat(cancelled).isFalse();
        await(sleep(0)); // callbacks are called by the loop
        assertThat(told).containsExactly("r", 1);
        assertThat(await(ofJava)).isEqualTo("r");
    }

    @AsyncTest
    void futureThatIsCancelled() {
        Promise<String> promise = new Promise<>(getRunningLoop());
        boolean first = promise.cancel("m");
        boolean second = promise.cancel();
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(promise.isDone()).isTrue();
        assertThat(promise.isCancelled()).isTrue();
        assertThatThrownBy(promise::result).isInstanceOf(CancelledError.class).hasMessage("m");
        assertThatThrownBy(promise::exception).isInstanceOf(CancelledError.class);
    }

    @AsyncTest
    void promiseThatFails() {
        Promise<String> promise = new Promise<>();
        IOException no = new IOException("no");
        promise.setException(no);
        assertThat(promise.exception()).isSameAs(no);
    }

    @AsyncTest
    void task() throws IOException {
        Context context = Context.copyCurrent();
        Task<String> task = createTask(fails(), "first", context);
        Future<String> future = task;
        String name = task.getName();
        assertThat(name).isEqualTo("first");
        task.setName("second");
        assertThat(task.getName()).isEqualTo("second");
        Context itsContext = task.getContext();
        assertThat(itsContext).isSameAs(context);
        await(sleep(0));
        boolean cancelled = task.cancel();
        int requests = task.cancelling();
        int left = task.uncancel();
        assertThat(cancelled).isTrue();
        assertThat(requests).isEqualTo(1);
        assertThat(left).isZero();
        await(sleep(10));
        assertThat(future.isCancelled()).isTrue();
    }
}
