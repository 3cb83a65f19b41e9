package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.asCompleted;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.newEventLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.runCoroutineThreadSafe;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.timeout;
import static dev.jacquard.Asyncio.timeoutAt;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitAny;
import static dev.jacquard.Asyncio.waitFirstException;
import static dev.jacquard.Asyncio.waitFor;
import static dev.jacquard.asynciotests.contract.Programs.fails;
import static dev.jacquard.asynciotests.contract.Programs.number;
import static dev.jacquard.asynciotests.contract.Programs.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.jacquard.AsyncCallable;
import dev.jacquard.AsyncFunction;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Awaitable;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.Outcome;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.Timeout;
import dev.jacquard.Waited;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The static methods of {@code Asyncio}, and what they take and give. */
class AsyncioContractTest {
    private static final Duration LONG = Duration.ofHours(1);

    // ---- await, emit ---------------------------------------------------------------------------

    @AsyncTest
    void awaits() {
        Awaitable<String> awaitable = text();
        CompletionStage<Integer> stage = CompletableFuture.completedFuture(1);
        String text = await(awaitable);
        Integer number = await(stage);
        assertThat(text + number).isEqualTo("text1");
    }

    /** A task's type does not say what it throws: the second argument does. */
    @AsyncTest
    void awaitsWhatThrows() throws IOException {
        Task<String> fails = createTask(fails());
        try {
            String text = await(fails, IOException.class);
            fail(text);
        } catch (IOException e) {
            assertThat(e).hasMessage("fails");
        }
        CompletionStage<Integer> stage = CompletableFuture.failedFuture(new IOException("stage"));
        try {
            Integer number = await(stage, IOException.class);
            fail("" + number);
        } catch (IOException e) {
            assertThat(e).hasMessage("stage");
        }
    }

    @Async
    private static AsyncGenerator<Integer> emits() {
        emit(2);
        return AsyncGenerator.end();
    }

    @AsyncTest
    void emitsItems() {
        List<Integer> items = new ArrayList<>();
        for (Integer item : emits()) {
            items.add(item);
        }
        assertThat(items).containsExactly(2);
    }

    // ---- run -----------------------------------------------------------------------------------

    @Test
    void runs() {
        String text = run(text());
        String inDebugMode = run(text(), true);
        Integer number = run(() -> Coroutine.of(await(text()).length())); // throws nothing
        assertThat(text + inDebugMode + number).isEqualTo("texttext4");
    }

    @Test
    void runsWhatThrows() {
        try {
            Integer number = run(() -> Coroutine.of(await(number())));
            assertThat(number).isEqualTo(1);
        } catch (IOException e) {
            fail(e);
        }
        ThrowingAsyncCallable<String, IOException> main = Programs::fails;
        assertThatThrownBy(() -> run(main)).isInstanceOf(IOException.class);
    }

    // ---- tasks ---------------------------------------------------------------------------------

    @AsyncTest
    void createsTasks() {
        Task<String> task = createTask(text());
        Task<String> named = createTask(text(), "n");
        Task<String> inContext = createTask(text(), "c", Context.copyCurrent());
        Task<?> current = currentTask();
        Set<Task<?>> all = allTasks();
        EventLoop loop = getRunningLoop();
        assertThat(all).containsExactlyInAnyOrder(task, named, inContext, current);
        assertThat(task.getLoop()).isSameAs(loop);
        assertThat(await(task) + await(named) + await(inContext)).isEqualTo("texttexttext");
    }

    @AsyncTest
    void sleeps() {
        Coroutine<Void> duration = sleep(Duration.ofMillis(5));
        Coroutine<Void> millis = sleep(5);
        Coroutine<String> value = sleep(Duration.ofMillis(5), "v");
        Duration before = getRunningLoop().time();
        await(duration);
        await(millis);
        assertThat(await(value)).isEqualTo("v");
        assertThat(getRunningLoop().time().minus(before)).isEqualTo(Duration.ofMillis(15));
    }

    @AsyncTest
    void gathers() throws IOException {
        Future<List<String>> same = gather(text(), Coroutine.of("v"));
        Future<List<Object>> mixed = gather(text(), number());
        Collection<Coroutine<Integer>> coroutines = List.of(number(), number());
        Future<List<Number>> ofCollection = gather(coroutines);
        assertThat(await(same)).containsExactly("text", "v");
        assertThat(await(mixed)).containsExactly("text", 1);
        assertThat(await(ofCollection)).containsExactly(1, 1);
    }

    @AsyncTest
    void gathersOutcomes() throws IOException {
        Future<List<Outcome<String>>> some = gatherSettled(text(), fails());
        Collection<Coroutine<Integer>> coroutines = List.of(number());
        Future<List<Outcome<Number>>> ofCollection = gatherSettled(coroutines);
        Outcome<String> first = await(some).get(0);
        Outcome<String> second = await(some).get(1);

        boolean success = first.isSuccess();
        String text = first.orElseThrow();
        Integer length = second.fold(v -> v.length(), e -> e.getMessage().length());
        assertThat(success).isTrue();
        assertThat(second.isSuccess()).isFalse();
        assertThat(text).isEqualTo("text");
        assertThat(length).isEqualTo("fails".length());
        assertThat(await(ofCollection)).containsExactly(new Outcome.Success<>(1));
        assertThat(describe(first)).isEqualTo("text");
        assertThat(describe(second)).isEqualTo("fails");
    }

    private static String describe(Outcome<String> outcome) {
        if (outcome instanceof Outcome.Success<String> success) {
            String value = success.value();
            return value;
        }
        if (outcome instanceof Outcome.Failure<String> failure) {
            Throwable exception = failure.exception();
            return exception.getMessage();
        }
        throw new AssertionError("it is sealed");
    }

    @AsyncTest
    void waits() {
        Collection<Task<String>> tasks = List.of(createTask(text()), createTask(text()));
        Coroutine<Waited<Task<String>>> any = waitAny(tasks);
        Coroutine<Waited<Task<String>>> anyInTime = waitAny(tasks, LONG);
        Coroutine<Waited<Task<String>>> exception = waitFirstException(tasks);
        Coroutine<Waited<Task<String>>> exceptionInTime = waitFirstException(tasks, LONG);
        Coroutine<Waited<Task<String>>> all = waitAll(tasks);
        Coroutine<Waited<Task<String>>> allInTime = waitAll(tasks, Duration.ZERO);
        Waited<Task<String>> late = await(allInTime);
        Set<Task<String>> done = late.done();
        Set<Task<String>> pending = late.pending();
        assertThat(done).isEmpty();
        assertThat(pending).hasSize(2);
        assertThat(await(any).done()).isNotEmpty();
        assertThat(await(anyInTime).done()).isNotEmpty();
        assertThat(await(exception).done()).hasSize(2);
        assertThat(await(exceptionInTime).done()).hasSize(2);
        assertThat(await(all)).isEqualTo(new Waited<>(Set.copyOf(tasks), Set.of()));
    }

    @AsyncTest
    void waitsInTime() {
        Awaitable<String> awaitable = text();
        Coroutine<String> inTime = waitFor(awaitable, LONG);
        assertThat(await(inTime)).isEqualTo("text");
    }

    @AsyncTest
    void timesOut() {
        ThrowingAsyncFunction<Object, Integer, IOException> ofAnObject = o -> number();
        try {
            Coroutine<Integer> after = timeout(LONG, ofAnObject); // ? super Timeout
            Coroutine<Integer> at =
                    timeoutAt(getRunningLoop().time().plus(LONG), (Timeout t) -> Coroutine.of(await(number())));
            assertThat(await(after) + await(at)).isEqualTo(2);
        } catch (IOException e) {
            fail(e);
        }
        String text = await(timeout(LONG, t -> text())); // throws nothing
        assertThat(text).isEqualTo("text");
    }

    @AsyncTest
    void shields() {
        Awaitable<String> awaitable = text();
        Future<String> shielded = shield(awaitable);
        assertThat(await(shielded)).isEqualTo("text");
    }

    @AsyncTest
    void iteratesInTheOrderOfCompletion() {
        Collection<Coroutine<String>> coroutines = List.of(sleep(Duration.ofMillis(9), "x"), text());
        AsyncIterable<Future<String>> completions = asCompleted(coroutines);
        AsyncIterable<Future<CharSequence>> inTime = asCompleted(List.of(text()), LONG);
        List<CharSequence> seen = new ArrayList<>();
        for (Future<String> next : completions) {
            seen.add(await(next));
        }
        for (Future<CharSequence> next : inTime) {
            seen.add(await(next));
        }
        assertThat(seen).containsExactly("text", "x", "text");
    }

    // ---- threads -------------------------------------------------------------------------------

    @AsyncTest
    void callsOnAThread() {
        Callable<String> blocking = () -> "x";
        Coroutine<String> onThread = toThread(blocking);
        assertThat(await(onThread)).isEqualTo("x");
    }

    @AsyncTest
    void runsFromAThread() {
        EventLoop loop = getRunningLoop();
        String text = await(toThread(() -> {
            CompletableFuture<String> future = runCoroutineThreadSafe(Coroutine.of("text"), loop);
            return future.get();
        }));
        assertThat(text).isEqualTo("text");
    }

    @Test
    void makesLoops() {
        EventLoop loop = newEventLoop();
        loop.close();
        assertThat(loop.isClosed()).isTrue();
    }

    // ---- functions -----------------------------------------------------------------------------

    @AsyncTest
    void functions() {
        AsyncCallable<String> callable = () -> text();
        ThrowingAsyncCallable<String, RuntimeException> throwsNothing = callable;
        AsyncFunction<Integer, String> function = n -> text();
        ThrowingAsyncFunction<Integer, String, RuntimeException> throwsNothingEither = function;
        Coroutine<String> called = throwsNothing.call();
        Coroutine<String> applied = throwsNothingEither.apply(1);
        assertThat(await(called) + await(applied)).isEqualTo("texttext");

        ThrowingAsyncCallable<Integer, IOException> throwing = () -> number();
        ThrowingAsyncFunction<String, Integer, IOException> throwingToo = s -> number();
        try {
            assertThat(await(throwing.call())).isEqualTo(1);
        } catch (IOException e) {
            fail(e);
        }
        try {
            assertThat(await(throwingToo.apply("s"))).isEqualTo(1);
        } catch (IOException e) {
            fail(e);
        }
    }
}
