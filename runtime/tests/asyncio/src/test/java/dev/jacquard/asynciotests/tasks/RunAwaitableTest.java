package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.runner;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncCallable;
import dev.jacquard.Asyncio;
import dev.jacquard.Awaitable;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.Promise;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code Runner.run} and {@code asyncio.run} of whatever can be awaited: CPython 3.14. */
class RunAwaitableTest {
    @Async
    private static Coroutine<String> work(String value) {
        await(sleep(0));
        return Coroutine.of(value);
    }

    /** A user's own awaitable: no coroutine, and none before it is awaited. */
    private static final class Order implements Awaitable<String> {
        private int awaited;

        @Override
        public Coroutine<String> asCoroutine() {
            awaited++;
            return work("order " + awaited + " in " + currentTask().getName());
        }
    }

    @Async
    private static Coroutine<String> fails() throws IOException {
        await(sleep(0));
        throw new IOException("disk");
    }

    /** Which overload is taken is decided when this is compiled. */
    @Test
    void everyShapeThatCompilesFindsItsOverload() throws Exception {
        Order order = new Order();
        AsyncCallable<String> callable = () -> work("callable");
        ThrowingAsyncCallable<String, IOException> throwing = () -> work("throwing");
        Awaitable<String> lambda = () -> work("awaitable");
        assertThat(Asyncio.run(work("coroutine"))).isEqualTo("coroutine");
        assertThat(Asyncio.run(() -> work("lambda"))).isEqualTo("lambda");
        assertThat(Asyncio.run(() -> {
                    String s = await(work("block"));
                    return Coroutine.of(s);
                }))
                .isEqualTo("block");
        assertThat(Asyncio.run(RunAwaitableTest::referred)).isEqualTo("referred");
        assertThat(Asyncio.run(callable)).isEqualTo("callable");
        assertThat(Asyncio.run(throwing)).isEqualTo("throwing");
        assertThat(Asyncio.run(lambda)).isEqualTo("awaitable");
        assertThat(Asyncio.run(order)).startsWith("order 1 in Task-");
        assertThat(Asyncio.run(Awaitable.of(CompletableFuture.completedFuture("stage"))))
                .isEqualTo("stage");
        String joined = Asyncio.run(() -> work("a").asCoroutine()) + Asyncio.run(lambda);
        assertThat(joined).isEqualTo("aawaitable");
        assertThatThrownBy(() -> Asyncio.run(() -> fails())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Asyncio.run(RunAwaitableTest::fails)).isInstanceOf(IOException.class);
        try (Runner runner = runner()) {
            assertThat(runner.run(work("coroutine"))).isEqualTo("coroutine");
            assertThat(runner.run(() -> work("lambda"))).isEqualTo("lambda");
            assertThat(runner.run(RunAwaitableTest::referred)).isEqualTo("referred");
            assertThat(runner.run(callable)).isEqualTo("callable");
            assertThat(runner.run(lambda)).isEqualTo("awaitable");
            assertThat(runner.run(order)).startsWith("order 2");
        }
    }

    private static Coroutine<String> referred() {
        return work("referred");
    }

    @Test
    void taskOfAnEarlierRunCanBeAwaited() {
        try (Runner runner = runner()) {
            Task<String> task = runner.run(() -> Coroutine.of(createTask(work("later"), "worker")));
            assertThat(task.isDone()).isFalse();
            assertThat(runner.run(task)).isEqualTo("later");
            assertThat(runner.run(task)).isEqualTo("later"); // and again, it is done
        }
    }

    @Test
    void failureOfWhatIsAwaitedIsThrownEachTime() {
        try (Runner runner = runner()) {
            IllegalStateException x = new IllegalStateException("x");
            Future<String> failed = runner.run(() -> Coroutine.of(promise(x)));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> runner.run(failed)).isSameAs(x);
            }
        }
    }

    private static Future<String> promise(RuntimeException e) {
        Promise<String> promise = new Promise<>();
        promise.setException(e);
        return promise;
    }

    @Test
    void promiseThatATimerFulfils() {
        try (Runner runner = runner()) {
            Promise<Integer> promise = runner.getLoop().createPromise();
            runner.getLoop().callLater(seconds(2), () -> promise.setResult(7));
            assertThat(runner.run(promise)).isEqualTo(7);
            assertThat(runner.getLoop().time()).isEqualTo(seconds(2));
        }
    }

    @Test
    void cancelledOneThrowsCancelledError() {
        try (Runner runner = runner()) {
            Promise<Integer> promise = runner.getLoop().createPromise();
            runner.getLoop().callLater(seconds(1), () -> promise.cancel("gone"));
            assertThatThrownBy(() -> runner.run(promise))
                    .isInstanceOf(CancelledError.class)
                    .hasMessage("gone");
        }
    }

    @Test
    void contextIsTheRunnersOrTheOneThatIsGiven() {
        ContextVar<String> variable = ContextVar.of("variable", "default");
        Awaitable<String> sets = () -> {
            variable.set(variable.get() + "+");
            return work(variable.get());
        };
        try (Runner runner = runner()) {
            assertThat(runner.run(sets)).isEqualTo("default+");
            assertThat(runner.run(sets)).isEqualTo("default++");
            assertThat(runner.run(sets, new Context())).isEqualTo("default+");
        }
    }

    @Test
    void futureOfAnotherLoopIsRefusedWithBothNamed() {
        try (Runner one = runner();
                Runner two = runner()) {
            Promise<Integer> promise = one.getLoop().createPromise();
            assertThatIllegalStateException()
                    .isThrownBy(() -> two.run(promise))
                    .withMessageContaining("belongs to another loop")
                    .withMessageContaining(one.getLoop().toString());
        }
    }

    @AsyncTest
    void insideALoopItIsRefused() {
        Order order = new Order();
        assertThatIllegalStateException()
                .isThrownBy(() -> Asyncio.run(order))
                .withMessageContaining("cannot be called from a running event loop");
        assertThatIllegalStateException().isThrownBy(() -> Asyncio.run(() -> order.asCoroutine()));
        assertThat(order.awaited).isZero();
        assertThat(getRunningLoop().isRunning()).isTrue();
    }

    @Test
    void nullIsRefused() {
        Order none = null;
        assertThatThrownBy(() -> Asyncio.run(none))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("awaitable");
    }
}
