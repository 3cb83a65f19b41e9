package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static dev.jacquard.vertx.VertxFutures.toVertx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@AsyncSettings(time = TestTime.REAL)
class VertxFuturesTest {
    @Async
    static <T> Coroutine<Throwable> failureOf(dev.jacquard.Awaitable<T> x) {
        try {
            await(x);
            return Coroutine.of(null);
        } catch (Throwable e) {
            return Coroutine.of(e);
        }
    }

    @Test
    void needsALoop() {
        assertThatThrownBy(() -> awaitable(Future.succeededFuture())).isInstanceOf(IllegalStateException.class);
    }

    @AsyncTest
    void givesTheResult() {
        Promise<String> p = Promise.promise();
        getRunningLoop().callSoon(() -> p.complete("a"));
        assertThat(await(awaitable(p.future()))).isEqualTo("a");
    }

    @AsyncTest
    void nullIsAResult() {
        assertThat(await(awaitable(Future.<String>succeededFuture()))).isNull();
    }

    @AsyncTest
    void throwsTheVeryException() {
        IOException e = new IOException("broken");
        assertThat(await(failureOf(awaitable(Future.failedFuture(e))))).isSameAs(e);
    }

    @AsyncTest
    void oneThatIsDoneDoesNotYield() {
        List<String> trail = new ArrayList<>();
        getRunningLoop().callSoon(() -> trail.add("other"));
        await(awaitable(Future.succeededFuture("a")));
        trail.add("on");
        await(sleep(0));
        assertThat(trail).containsExactly("on", "other");
    }

    @AsyncTest
    void goesOnInTheNextRoundAfterACompletionOnTheLoop() {
        List<String> trail = new ArrayList<>();
        Promise<String> p = Promise.promise();
        Task<?> waiting = createTask(waits(p.future(), trail));
        await(sleep(0));
        p.complete("a");
        getRunningLoop().callSoon(() -> trail.add("after"));
        await(waiting);
        assertThat(trail).containsExactly("a", "after");
    }

    @Async
    static Coroutine<Void> waits(Future<String> f, List<String> trail) {
        trail.add(await(awaitable(f)));
        return Coroutine.done();
    }

    @AsyncTest
    void aCompletionElsewhereComesToTheLoop() {
        Thread here = Thread.currentThread();
        Promise<String> p = Promise.promise();
        Thread other = new Thread(() -> p.complete("a"));
        other.start();
        assertThat(await(awaitable(p.future()))).isEqualTo("a");
        assertThat(Thread.currentThread()).isSameAs(here);
    }

    @AsyncTest
    void cancellingTheTaskLeavesTheFutureToOthers() {
        Promise<String> p = Promise.promise();
        Task<String> one = createTask(awaitable(p.future()).asCoroutine());
        Task<String> other = createTask(awaitable(p.future()).asCoroutine());
        await(sleep(0));
        one.cancel();
        assertThat(await(failureOf(one))).isInstanceOf(CancelledError.class);
        assertThat(p.future().isComplete()).isFalse();
        p.complete("a");
        assertThat(await(other)).isEqualTo("a");
    }

    @AsyncTest
    void aCancelledTimerCancels() {
        var timer = VertxLoop.vertx().timer(1, TimeUnit.HOURS);
        getRunningLoop().callSoon(timer::cancel);
        assertThat(await(failureOf(awaitable(timer)))).isInstanceOf(CancelledError.class);
    }

    @AsyncTest
    void aStreamArrivesPausedUnlessNobodyWaitsForIt() {
        FakeStream<String> wanted = new FakeStream<>();
        assertThat(await(awaitable(Future.<ReadStream<String>>succeededFuture(wanted))))
                .isSameAs(wanted);
        assertThat(wanted.demand).isZero();
        FakeStream<String> unwanted = new FakeStream<>();
        Promise<ReadStream<String>> p = Promise.promise();
        var following = awaitable(p.future());
        following.cancel();
        p.complete(unwanted);
        assertThat(unwanted.demand).isEqualTo(Long.MAX_VALUE);
    }

    @AsyncTest
    void manyAtATime() {
        Vertx vertx = VertxLoop.vertx();
        List<dev.jacquard.Future<Integer>> all = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int n = i;
            all.add(awaitable(vertx.executeBlocking(() -> n, false)));
            expected.add(n);
        }
        assertThat(await(gather(all))).isEqualTo(expected);
    }

    // ---- the other way -------------------------------------------------------------------------

    @Async
    static Coroutine<Integer> half(int n) throws IOException {
        await(sleep(1));
        if (n % 2 == 1) {
            throw new IOException("odd");
        }
        return Coroutine.of(n / 2);
    }

    @AsyncTest
    void aCoroutineIsAFutureOfVertx() throws IOException {
        Thread here = Thread.currentThread();
        Vertx vertx = VertxLoop.vertx();
        List<Object> trail = new ArrayList<>();
        Future<Integer> f = toVertx(half(8));
        Future<Integer> quarter = f.compose(n -> {
            trail.add(Thread.currentThread());
            trail.add(Vertx.currentContext().owner());
            try {
                return toVertx(half(n));
            } catch (IOException e) {
                return Future.failedFuture(e);
            }
        });
        assertThat(await(awaitable(quarter))).isEqualTo(2);
        assertThat(trail).containsExactly(here, vertx);
    }

    @AsyncTest
    void withItsException() throws IOException {
        assertThat(await(failureOf(awaitable(toVertx(half(1))))))
                .isInstanceOf(IOException.class)
                .hasMessage("odd");
    }

    @AsyncTest
    void andItsCancellation() {
        Task<Void> task = createTask(sleep(1_000_000));
        Future<Void> f = toVertx(task);
        task.cancel("enough");
        await(sleep(1));
        assertThat(f.cause()).isInstanceOf(CancellationException.class).hasMessage("enough");
    }
}
