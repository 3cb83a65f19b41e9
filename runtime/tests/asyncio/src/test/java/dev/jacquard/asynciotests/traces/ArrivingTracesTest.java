package dev.jacquard.asynciotests.traces;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.timeout;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Asyncio;
import dev.jacquard.Awaitable;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Outcome;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is awaited, and however the calls that await are put together: each call through which the exception goes
 * has one row, in the order of plain calls, and where it comes from another task that is said.
 */
class ArrivingTracesTest {
    /** Where the exception comes from. */
    interface Source {
        Coroutine<?> call() throws Exception;
    }

    /** How the call that awaits the source is awaited. */
    interface Way {
        Awaitable<?> of(Coroutine<?> inner) throws Exception;
    }

    // ---- sources: the rows that they add are those of methods called made... --------------------

    private static RuntimeException madeHere() {
        return new IllegalStateException("boom");
    }

    private static Object madeThrown() {
        throw madeHere();
    }

    private static void cancelSoon() {
        Task<?> task = currentTask();
        getRunningLoop().callSoon(() -> task.cancel("gone"));
    }

    private static final Map<String, Source> FAILURES = new LinkedHashMap<>();
    private static final Map<String, Source> CANCELLATIONS = new LinkedHashMap<>();
    private static final Map<String, Way> WAYS = new LinkedHashMap<>();

    @Async
    private static Coroutine<Object> madeLater() {
        await(sleep(0));
        throw new IllegalStateException("boom");
    }

    @Async
    private static Coroutine<Object> madeAtOnce() {
        throw new IllegalStateException("boom");
    }

    @Async
    private static AsyncGenerator<Integer> madeInGenerator() {
        emit();
        Asyncio.emit(1);
        await(sleep(0));
        throw new IllegalStateException("boom");
    }

    private static void emit() {}

    @Async
    private static AsyncGenerator<Integer> madeInGeneratorAtOnce() {
        Asyncio.emit(1);
        throw new IllegalStateException("boom");
    }

    @Async
    private static CompletableFuture<Object> madeInStage() {
        await(sleep(0));
        throw new IllegalStateException("boom");
    }

    @Async
    private static CompletableFuture<Object> madeInStageAtOnce() {
        throw new IllegalStateException("boom");
    }

    @Async
    private static Coroutine<?> all(AsyncGenerator<Integer> generator) {
        int sum = 0;
        for (int i : generator) {
            sum += i;
        }
        return Coroutine.of(sum);
    }

    private static <T> CompletableFuture<T> onThread() throws Exception {
        CompletableFuture<T> stage = new CompletableFuture<>();
        Thread thread = new Thread(() -> stage.completeExceptionally(madeHere()));
        thread.start();
        thread.join();
        return stage;
    }

    static {
        FAILURES.put("coroutine", () -> inner(madeLater()));
        FAILURES.put("coroutine at once", () -> inner(madeAtOnce()));
        FAILURES.put("failed coroutine", () -> inner(Coroutine.failed(madeHere())));
        FAILURES.put("thread", () -> inner(toThread(ArrivingTracesTest::madeThrown)));
        FAILURES.put("promise", () -> {
            Promise<?> promise = new Promise<>();
            getRunningLoop().callSoon(() -> promise.setException(madeHere()));
            return inner(promise);
        });
        FAILURES.put("failed promise", () -> {
            Promise<?> promise = new Promise<>();
            promise.setException(madeHere());
            return inner(promise);
        });
        FAILURES.put("stage", () -> innerStage(CompletableFuture.supplyAsync(ArrivingTracesTest::madeThrown)));
        FAILURES.put("failed stage", () -> innerStage(onThread()));
        FAILURES.put("derived stage", () -> innerStage(onThread().thenApply(x -> x)));
        FAILURES.put("stage of ours", () -> innerStage(madeInStage()));
        FAILURES.put("stage of ours at once", () -> innerStage(madeInStageAtOnce()));
        FAILURES.put("generator", () -> innerAll(madeInGenerator()));
        FAILURES.put("generator at once", () -> innerAll(madeInGeneratorAtOnce()));

        CANCELLATIONS.put("sleep", () -> cancelled(sleep(Duration.ofHours(1))));
        CANCELLATIONS.put("yield", () -> cancelled(sleep(0)));
        CANCELLATIONS.put("promise", () -> cancelled(new Promise<>()));
        CANCELLATIONS.put("stage", () -> cancelledStage(new CompletableFuture<>()));
        CANCELLATIONS.put("lock", () -> cancelledLock(new AsyncLock()));
        CANCELLATIONS.put("get", () -> cancelled(new AsyncQueue<>().get()));
        CANCELLATIONS.put("put", () -> {
            AsyncQueue<Integer> full = new AsyncQueue<>(1);
            full.putNowait(1);
            return cancelled(full.put(2));
        });
        CANCELLATIONS.put("event", () -> cancelled(new AsyncEvent().waitAsync()));
        CANCELLATIONS.put("semaphore", () -> cancelled(new AsyncSemaphore(0).acquire()));
        CANCELLATIONS.put("barrier", () -> cancelled(new AsyncBarrier(2).waitAsync()));
        CANCELLATIONS.put("condition", () -> cancelledCondition(new AsyncCondition()));
        CANCELLATIONS.put("gather", () -> cancelled(gather(new Promise<>(), new Promise<>())));
        CANCELLATIONS.put("shield", () -> cancelled(shield(new Promise<>())));

        WAYS.put("call", inner -> inner);
        WAYS.put("task", inner -> createTask(inner));
        WAYS.put("eager task", inner -> Task.create(getRunningLoop(), inner, null, null, true));
        WAYS.put("task that is done", inner -> done(createTask(inner)));
        WAYS.put("gather", inner -> gather(inner, sleep(0)));
        WAYS.put("shield", inner -> shield(inner));
        WAYS.put("shielded task", inner -> shield(createTask(inner)));
        WAYS.put("waitFor", inner -> waitFor(inner, Duration.ofHours(1)));
        WAYS.put("waitFor a task", inner -> waitFor(createTask(inner), Duration.ofHours(1)));
        WAYS.put("timeout", inner -> timeout(Duration.ofHours(1), t -> awaiting(inner)));
        WAYS.put("exit stack", inner -> AsyncExitStack.run(s -> awaiting(inner)));
        WAYS.put("outcome", inner -> outcome(inner));
        WAYS.put("completions", inner -> completed(inner));
    }

    private static final List<String> IN_THE_SAME_TASK = List.of("call", "waitFor", "timeout", "exit stack");

    // ---- calls --------------------------------------------------------------------------------

    @Async
    private static Coroutine<?> inner(Awaitable<?> source) {
        await(source);
        return Coroutine.done();
    }

    @Async
    private static Coroutine<?> innerStage(CompletableFuture<?> source) {
        await(source);
        return Coroutine.done();
    }

    @Async
    private static Coroutine<?> innerAll(AsyncGenerator<Integer> source) {
        await(all(source));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<?> cancelled(Awaitable<?> source) {
        cancelSoon();
        await(source);
        await(sleep(0));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<?> cancelledStage(CompletableFuture<?> source) {
        cancelSoon();
        await(source);
        return Coroutine.done();
    }

    @Async
    private static Coroutine<?> cancelledLock(AsyncLock lock) {
        cancelSoon();
        await(lock.acquire());
        await(lock.acquire());
        return Coroutine.done();
    }

    @Async
    private static Coroutine<?> cancelledCondition(AsyncCondition condition) {
        cancelSoon();
        await(condition.acquire());
        await(condition.waitAsync());
        return Coroutine.done();
    }

    /** Adds no row of its own that is looked at. */
    @Async
    private static Coroutine<?> awaiting(Coroutine<?> inner) {
        return inner;
    }

    @Async
    private static <T> Coroutine<T> done(Task<T> task) {
        await(waitAll(List.of(task)));
        return task.asCoroutine();
    }

    @Async
    private static Coroutine<?> outcome(Coroutine<?> inner) {
        List<Outcome<Object>> outcomes = await(Asyncio.gatherSettled(inner));
        return Coroutine.of(outcomes.get(0).orElseThrow());
    }

    @Async
    private static Coroutine<?> completed(Coroutine<?> inner) {
        for (var done : Asyncio.asCompleted(List.of(inner))) {
            done.result();
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<?> middle(Source source, Way way) throws Exception {
        return Coroutine.of(await(way.of(source.call())));
    }

    @Async
    private static Coroutine<?> outer(Source source, Way way, boolean caught) throws Exception {
        if (!caught) {
            return Coroutine.of(await(middle(source, way)));
        }
        try {
            return Coroutine.of(await(middle(source, way)));
        } catch (Throwable e) {
            await(sleep(0));
            throw e;
        }
    }

    private static Throwable thrown(Source source, Way way, boolean caught) throws Exception {
        try {
            Asyncio.run(() -> outer(source, way, caught));
        } catch (IllegalStateException | CancelledError e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    // ---- tests --------------------------------------------------------------------------------

    static Stream<Arguments> cases() {
        List<Arguments> all = new ArrayList<>();
        for (Map<String, Source> sources : List.of(FAILURES, CANCELLATIONS)) {
            for (String source : sources.keySet()) {
                for (String way : WAYS.keySet()) {
                    for (boolean caught : List.of(false, true)) {
                        all.add(Arguments.of(sources == FAILURES, source, way, caught));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachCallHasOneRow(boolean fails, String source, String way, boolean caught) throws Exception {
        Source from = (fails ? FAILURES : CANCELLATIONS).get(source);
        Throwable e = thrown(from, WAYS.get(way), caught);
        boolean another = !IN_THE_SAME_TASK.contains(way);
        List<String> expected = another
                ? List.of("inner", "(awaited by)", "middle", "outer", "thrown")
                : List.of("inner", "middle", "outer", "thrown");
        List<String> rows = rows(e);
        List<String> made = rows.subList(0, Math.max(0, rows.indexOf("inner")));
        assertThat(rows.subList(made.size(), rows.size())).as(trace(e)).isEqualTo(expected);
        assertThat(made.stream().filter(r -> r.startsWith("made")).count())
                .as(trace(e))
                .isEqualTo(!fails ? 0 : made.contains("madeThrown") ? 2 : 1);
        assertThat(e.getStackTrace())
                .noneMatch(r -> r.getClassName().contains("$Coroutine"))
                .noneMatch(r -> r.getClassName().startsWith("dev.jacquard.woven"))
                .noneMatch(r -> r.getClassName().startsWith("dev.jacquard.loop"))
                .noneMatch(r -> r.getClassName().endsWith("ExecutorCall"));
    }

    static Stream<String> failures() {
        return FAILURES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void membersOfAGroupAreAwaitedByIt(String source) throws Exception {
        Way group = inner -> TaskGroup.run(g -> {
            g.createTask(inner);
            return Coroutine.done();
        });
        try {
            Asyncio.run(() -> outer(FAILURES.get(source), group, false));
            throw new AssertionError("nothing was thrown");
        } catch (dev.jacquard.ExceptionGroup e) {
            Throwable member = e.exceptions().get(0);
            assertThat(rows(e)).as(trace(e)).containsExactly("middle", "outer");
            List<String> rows = rows(member);
            assertThat(rows.subList(rows.indexOf("inner"), rows.size()))
                    .as(trace(member))
                    .containsExactly("inner", "(awaited by)", "middle", "outer");
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void awaitedOnAnotherLoop(String source) throws Exception {
        Source from = FAILURES.get(source);
        EventLoop other = Asyncio.newEventLoop();
        Thread thread = new Thread(other::runForever);
        thread.start();
        try {
            Way there = inner -> {
                inner.close(); // it would belong to this loop
                return stage(Asyncio.runCoroutineThreadSafe(called(from), other));
            };
            Source none = () -> inner(new Promise<>());
            Throwable e = thrown(none, there, false);
            List<String> rows = rows(e);
            assertThat(rows.subList(rows.indexOf("inner"), rows.size()))
                    .as(trace(e))
                    .containsExactly("inner", "(awaited by)", "middle", "outer", "thrown");
        } finally {
            other.callSoonThreadSafe(other::stop);
            thread.join();
            other.close();
        }
    }

    @Async
    private static Coroutine<Object> called(Source source) throws Exception {
        return Coroutine.of((Object) await(source.call()));
    }

    @Async
    private static <T> Coroutine<T> stage(CompletableFuture<T> stage) {
        return Coroutine.of(await(stage));
    }

    /** The rows of this class that the tests look at, and those that say who has awaited. */
    private static List<String> rows(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(r -> r.getClassName().equals(ArrivingTracesTest.class.getName())
                        || r.toString().contains("awaited by"))
                .map(r -> r.toString().contains("awaited by") ? "(awaited by)" : name(r))
                .filter(r -> !r.startsWith("lambda$")
                        && !List.of(
                                        "awaiting",
                                        "done",
                                        "outcome",
                                        "completed",
                                        "all",
                                        "called",
                                        "stage",
                                        "onThread",
                                        "eachCallHasOneRow",
                                        "awaitedOnAnotherLoop",
                                        "membersOfAGroupAreAwaitedByIt")
                                .contains(r))
                .toList();
    }

    private static String name(StackTraceElement row) {
        String method = row.getMethodName();
        return method.startsWith("inner") || method.startsWith("cancelled") ? "inner" : method;
    }

    private static String trace(Throwable e) {
        StringBuilder s = new StringBuilder(e.toString());
        for (StackTraceElement row : e.getStackTrace()) {
            if (!row.getClassName().startsWith("org.junit")) {
                s.append("\n  ").append(row);
            }
        }
        return s.toString();
    }
}
