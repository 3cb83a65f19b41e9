package dev.jacquard.asynciotests.kernel;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCallable;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterator;
import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.StopAsyncIteration;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What has ended and is kept holds nothing: neither arguments nor locals nor {@code this}. */
class EndedTest {
    enum End {
        VALUE,
        EXCEPTION,
        CANCELLATION
    }

    /** Whatever the work needs is one of these. */
    private static final class Big {
        private final byte[] memory = new byte[100_000];

        int size() {
            return memory.length;
        }
    }

    private static final List<WeakReference<Big>> MADE = new ArrayList<>();
    private static final List<Object> KEPT = new ArrayList<>();

    static Big big() {
        Big big = new Big();
        MADE.add(new WeakReference<>(big));
        return big;
    }

    private static int ending(End end) {
        if (end == End.EXCEPTION) {
            throw new IllegalStateException("end");
        }
        return 1;
    }

    // ---- the work ------------------------------------------------------------------------------

    /** As many suspensions as asked for, with an argument, a local and an operand across each. */
    @Async
    static Coroutine<Integer> argument(Big big, int suspensions, End end) {
        Big local = big();
        int sum = 0;
        for (int i = 0; i < suspensions; i++) {
            sum += add(big(), await(sleep(1)), local.size());
        }
        if (end == End.CANCELLATION) {
            await(sleep(1_000_000));
        }
        return Coroutine.of(sum + ending(end) + big.size() + local.size());
    }

    static int add(Big operand, Void nothing, int more) {
        return operand.size() + more;
    }

    static final class Receiver {
        final Big own = big();

        @Async
        Coroutine<Integer> ofThis(int suspensions, End end) {
            for (int i = 0; i < suspensions; i++) {
                await(sleep(1));
            }
            if (end == End.CANCELLATION) {
                await(sleep(1_000_000));
            }
            return Coroutine.of(ending(end) + own.size());
        }
    }

    interface Shape {
        Big own();

        @Async
        default Coroutine<Integer> ofDefault(int suspensions, End end) {
            int size = own().size();
            for (int i = 0; i < suspensions; i++) {
                await(sleep(1));
            }
            if (end == End.CANCELLATION) {
                await(sleep(1_000_000));
            }
            return Coroutine.of(ending(end) + size + own().size());
        }
    }

    record Square(Big own) implements Shape {}

    /** The frames of calls that nobody holds lie below the one that is kept. */
    @Async
    static Coroutine<Integer> outer(Big big, int suspensions, End end) {
        Big local = big();
        try {
            return Coroutine.of(await(argument(local, suspensions, end)) + local.size());
        } finally {
            assertThat(big.size()).isPositive();
        }
    }

    /** A coroutine that ended long ago is kept by the call that awaited it, which has ended too. */
    @Async
    static Coroutine<Integer> awaitsAKeptOne(Big big, int suspensions, End end) {
        Coroutine<Integer> kept = argument(big(), suspensions, end);
        KEPT.add(kept);
        return Coroutine.of(await(kept) + big.size());
    }

    static Coroutine<Integer> lambda(Big captured, int suspensions, End end) {
        AsyncCallable<Integer> callable = () -> {
            Big local = big();
            for (int i = 0; i < suspensions; i++) {
                await(sleep(1));
            }
            if (end == End.CANCELLATION) {
                await(sleep(1_000_000));
            }
            return Coroutine.of(ending(end) + captured.size() + local.size());
        };
        return callable.call();
    }

    @Async
    static AsyncGenerator<Integer> items(Big big, int suspensions, End end) {
        Big local = big();
        try {
            for (int i = 0; i < suspensions; i++) {
                await(sleep(1));
                emit(big.size());
            }
            if (end == End.CANCELLATION) {
                await(sleep(1_000_000));
            }
            emit(ending(end));
        } finally {
            assertThat(local.size()).isPositive();
        }
        return AsyncGenerator.end();
    }

    /** Goes through a generator, which is kept with its calls and iterator. */
    @Async
    static Coroutine<Integer> generator(Big big, int suspensions, End end) {
        AsyncGenerator<Integer> items = items(big, suspensions, end);
        KEPT.add(items);
        AsyncIterator<Integer> iterator = items.iterator();
        KEPT.add(iterator);
        int sum = 0;
        while (iterator.hasNext()) {
            sum += iterator.next();
        }
        return Coroutine.of(sum);
    }

    @Async
    static Coroutine<Integer> generatorsCalls(Big big, int suspensions, End end) {
        AsyncGenerator<Integer> items = items(big, suspensions, end);
        int sum = 0;
        try {
            for (; ; ) {
                Coroutine<Integer> next = items.nextAsync();
                KEPT.add(next);
                sum += await(next);
            }
        } catch (StopAsyncIteration e) {
            return Coroutine.of(sum);
        }
    }

    @Async
    static Coroutine<Integer> closedGenerator(Big big, int suspensions, End end) {
        AsyncGenerator<Integer> items = items(big, suspensions, end);
        KEPT.add(items);
        await(items.nextAsync());
        Coroutine<Void> close = items.closeAsync();
        KEPT.add(close);
        await(close);
        return Coroutine.of(1);
    }

    @Async
    static CompletableFuture<Integer> stage(Big big, CompletionStage<Integer> awaited, End end) {
        Big local = big();
        int x = add(big(), null, await(awaited));
        return CompletableFuture.completedFuture(x + ending(end) + big.size() + local.size());
    }

    // ---- ways of running it --------------------------------------------------------------------

    interface Work {
        Coroutine<Integer> of(Big big, int suspensions, End end);
    }

    interface Way {
        Awaitable<Integer> of(Coroutine<Integer> c);
    }

    static Stream<Arguments> grid() {
        List<Arguments> all = new ArrayList<>();
        for (Object[] work : new Object[][] {
            {"argument", (Work) EndedTest::argument},
            {"this", (Work) (b, s, e) -> new Receiver().ofThis(s, e)},
            {"interface", (Work) (b, s, e) -> new Square(b).ofDefault(s, e)},
            {"outer", (Work) EndedTest::outer},
            {"kept inside", (Work) EndedTest::awaitsAKeptOne},
            {"lambda", (Work) EndedTest::lambda},
            {"generator", (Work) EndedTest::generator},
            {"generator's calls", (Work) EndedTest::generatorsCalls},
            {"closed generator", (Work) EndedTest::closedGenerator},
        }) {
            for (Object[] way : new Object[][] {
                {"awaited", (Way) c -> c},
                {"task", (Way) c -> createTask(c)},
                {"eager", (Way) EndedTest::eagerTask},
                {"gathered", (Way) EndedTest::gathered},
                {"in a stage", (Way) c -> Awaitable.of(stageOf(c))},
            }) {
                for (End end : End.values()) {
                    for (int suspensions = 0; suspensions < 3; suspensions += 2) {
                        all.add(Arguments.of(work[0], way[0], suspensions, end, work[1], way[1]));
                    }
                }
            }
        }
        return all.stream();
    }

    private static Task<Integer> eagerTask(Coroutine<Integer> c) {
        return Task.create(getRunningLoop(), c, null, null, true);
    }

    @Async
    static Coroutine<Integer> gathered(Coroutine<Integer> c) {
        return Coroutine.of(await(gather(c, Coroutine.of(1))).get(0));
    }

    @Async
    static CompletableFuture<Integer> stageOf(Coroutine<Integer> c) {
        KEPT.add(c);
        return CompletableFuture.completedFuture(await(c));
    }

    @Async
    static Coroutine<Void> program(int suspensions, End end, Work work, Way way) {
        Coroutine<Integer> c = work.of(big(), suspensions, end);
        KEPT.add(c);
        Awaitable<Integer> awaited = way.of(c);
        KEPT.add(awaited);
        Task<Integer> task = createTask(awaitIt(awaited));
        KEPT.add(task);
        c = null;
        awaited = null;
        await(sleep(10));
        if (end == End.CANCELLATION) {
            task.cancel();
        }
        await(waitAll(List.of(task)));
        await(sleep(10)); // what is cancelled behind a gather or a stage has ended too
        assertGone(); // while the loop goes on
        return Coroutine.done();
    }

    @Async
    static Coroutine<Integer> awaitIt(Awaitable<Integer> awaited) {
        try {
            return Coroutine.of(await(awaited.asCoroutine()));
        } catch (IllegalStateException e) {
            return Coroutine.of(0);
        }
    }

    @ParameterizedTest(name = "{0}, {1}, {2} suspensions, {3}")
    @MethodSource("grid")
    void whatHasEndedHoldsNothing(String work, String way, int suspensions, End end, Work w, Way run) {
        MADE.clear();
        KEPT.clear();
        run(program(suspensions, end, w, run));
        assertGone();
        assertThat(KEPT).isNotEmpty();
    }

    // ---- what is no coroutine ------------------------------------------------------------------

    @Async
    static Coroutine<Void> callsOnThreads() {
        EventLoop loop = getRunningLoop();
        Big called = big();
        Big withdrawn = big();
        Future<Integer> first = loop.runInExecutor(null, called::size);
        Future<Integer> second = loop.runInExecutor(call -> KEPT.add(call), withdrawn::size);
        KEPT.addAll(List.of(first, second));
        await(first);
        second.cancel();
        called = null;
        withdrawn = null;
        assertGone();
        return Coroutine.done();
    }

    @Test
    void aCallOnAThreadHoldsNothingWhenItHasEnded() {
        MADE.clear();
        KEPT.clear();
        run(callsOnThreads());
    }

    @Async
    static Coroutine<Void> neverStarted() {
        Coroutine<Integer> closed = argument(big(), 1, End.VALUE);
        Coroutine<Integer> closedOfThis = new Receiver().ofThis(1, End.VALUE);
        Coroutine<Integer> ofCancelled = argument(big(), 1, End.VALUE);
        KEPT.addAll(List.of(closed, closedOfThis, ofCancelled));
        closed.close();
        closedOfThis.close();
        Task<Integer> task = createTask(ofCancelled);
        task.cancel();
        await(waitAll(List.of(task)));
        assertGone();
        return Coroutine.done();
    }

    @Test
    void norDoesWhatIsClosedOrCancelledBeforeItBegins() {
        MADE.clear();
        KEPT.clear();
        run(neverStarted());
        assertThat(KEPT).hasSize(3);
    }

    @Test
    void norTheStageOfAMethodOutsideOfLoops() {
        for (End end : End.values()) {
            MADE.clear();
            KEPT.clear();
            CompletableFuture<Integer> awaited = new CompletableFuture<>();
            CompletableFuture<Integer> stage = stage(big(), awaited, end);
            KEPT.addAll(List.of(awaited, stage));
            if (end == End.CANCELLATION) {
                stage.cancel(true);
            } else {
                awaited.complete(1);
            }
            assertThat(stage).isDone();
            assertGone();
        }
    }

    static void assertGone() {
        int made = MADE.size();
        for (int i = 0; i < 50 && held() > 0; i++) {
            System.gc();
        }
        assertThat(held()).as("still held, of " + made).isZero();
    }

    private static long held() {
        return MADE.stream().filter(r -> r.get() != null).count();
    }
}
