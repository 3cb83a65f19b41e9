package dev.jacquard.asynciotests.interop;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.CancelledError;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods that return stages and await one another's: any number, on any stack. */
class StageChainsTest extends Programs {
    private static final int MANY = 100_000;
    private static final long SMALL_STACK = 256 << 10;

    @Async
    static CompletableFuture<Integer> plusOne(CompletionStage<Integer> before) throws IOException {
        int x = await(before, IOException.class);
        return completedFuture(x + 1);
    }

    /** Each awaits the one before. */
    static CompletableFuture<Integer> chain(
            CompletableFuture<Integer> head, int n, UnaryOperator<CompletableFuture<Integer>> link) throws IOException {
        CompletableFuture<Integer> last = head;
        for (int i = 0; i < n; i++) {
            last = plusOne(link.apply(last));
        }
        return last;
    }

    static CompletableFuture<Integer> chain(CompletableFuture<Integer> head, int n) throws IOException {
        return chain(head, n, f -> f);
    }

    /** On a thread with so much stack; what it throws is thrown. */
    static <T> T onStack(long bytes, Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        result.complete(call.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "stack of " + bytes,
                bytes);
        thread.start();
        thread.join();
        return result.get();
    }

    // ---- any length ----------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 33, 1_000, MANY})
    void aChainIsCompletedAtItsHead(int n) throws Exception {
        CompletableFuture<Integer> last = onStack(SMALL_STACK, () -> {
            CompletableFuture<Integer> head = new CompletableFuture<>();
            CompletableFuture<Integer> l = chain(head, n);
            head.complete(0);
            return l;
        });
        assertThat(last).isCompletedWithValue(n);
    }

    @Test
    void orItsHeadFails() throws Exception {
        IOException disk = new IOException("disk");
        CompletableFuture<Integer> last = onStack(SMALL_STACK, () -> {
            CompletableFuture<Integer> head = new CompletableFuture<>();
            CompletableFuture<Integer> l = chain(head, 10_000);
            head.completeExceptionally(disk);
            return l;
        });
        assertThatThrownBy(last::join).isInstanceOf(CompletionException.class).hasCause(disk);
    }

    @Test
    void orIsCancelledAtItsHeadOrEnd() throws Exception {
        for (boolean atHead : new boolean[] {true, false}) {
            List<CompletableFuture<Integer>> all = onStack(SMALL_STACK, () -> {
                CompletableFuture<Integer> head = new CompletableFuture<>();
                List<CompletableFuture<Integer>> stages = new ArrayList<>();
                stages.add(head);
                CompletableFuture<Integer> l = chain(head, MANY, f -> {
                    stages.add(f);
                    return f;
                });
                (atHead ? head : l).cancel(true);
                stages.add(l);
                return stages;
            });
            assertThat(all).allMatch(CompletableFuture::isCancelled);
        }
    }

    @Test
    void usersStagesMayLieBetween() throws Exception {
        List<UnaryOperator<CompletableFuture<Integer>>> links = List.of(
                f -> f.thenApply(x -> x),
                f -> f.thenCompose(CompletableFuture::completedFuture),
                CompletableFuture::copy,
                f -> f.minimalCompletionStage().thenApply(x -> x).toCompletableFuture(),
                StageChainsTest::completedByHand);
        for (UnaryOperator<CompletableFuture<Integer>> link : links) {
            CompletableFuture<Integer> last = onStack(SMALL_STACK, () -> {
                CompletableFuture<Integer> head = new CompletableFuture<>();
                CompletableFuture<Integer> l = chain(head, 20_000, link);
                head.complete(0);
                return l;
            });
            assertThat(last).isCompletedWithValue(20_000);
        }
    }

    private static CompletableFuture<Integer> completedByHand(CompletableFuture<Integer> f) {
        CompletableFuture<Integer> g = new CompletableFuture<>();
        f.whenComplete((v, e) -> g.complete(v));
        return g;
    }

    @Test
    void minimalStagesAreAwaited() throws Exception {
        CompletableFuture<Integer> head = new CompletableFuture<>();
        CompletionStage<Integer> last = head;
        for (int i = 0; i < 5_000; i++) {
            last = plusOne(last).minimalCompletionStage();
        }
        head.complete(0);
        assertThat(last.toCompletableFuture()).isCompletedWithValue(5_000);
    }

    @Async
    static Coroutine<Integer> insideALoop(int n, boolean recursive) throws IOException {
        CompletableFuture<Integer> head = new CompletableFuture<>();
        CompletableFuture<Integer> last = recursive ? recursive(head, n) : chain(head, n);
        await(sleep(1));
        head.complete(0);
        return Coroutine.of(await(last));
    }

    @Test
    void insideALoopToo() throws Exception {
        assertThat(onStack(SMALL_STACK, () -> run(insideALoop(MANY, false)))).isEqualTo(MANY);
    }

    // ---- any depth -----------------------------------------------------------------------------

    @Async
    static CompletableFuture<Integer> recursive(CompletableFuture<Integer> bottom, int n) {
        int x = n == 0 ? await(bottom) : await(recursive(bottom, n - 1)) + 1;
        return completedFuture(x);
    }

    @Async
    static CompletableFuture<Integer> recursiveBehind(CompletableFuture<Integer> first, int n) {
        await(first);
        int x = n == 0 ? 0 : await(recursiveBehind(first, n - 1)) + 1;
        return completedFuture(x);
    }

    @Test
    void recursionThatSuspendsAtItsEnd() throws Exception {
        CompletableFuture<Integer> bottom = new CompletableFuture<>();
        CompletableFuture<Integer> top = onStack(SMALL_STACK, () -> recursive(bottom, MANY));
        assertThat(top).isNotDone();
        onStack(SMALL_STACK, () -> bottom.complete(0));
        assertThat(top).isCompletedWithValue(MANY);
    }

    @Test
    void recursionThatNeverSuspends() throws Exception {
        assertThat(onStack(SMALL_STACK, () -> recursive(completedFuture(0), MANY)))
                .isCompletedWithValue(MANY);
    }

    @Test
    void recursionInsideALoop() throws Exception {
        assertThat(onStack(SMALL_STACK, () -> run(insideALoop(MANY, true)))).isEqualTo(MANY);
    }

    @Test
    void recursionBehindAnAwait() throws Exception {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> top = recursiveBehind(first, MANY);
        onStack(SMALL_STACK, () -> first.complete(0));
        assertThat(top).isCompletedWithValue(MANY);
    }

    /** Near the end of a stack nobody is given up: another thread does what is due. */
    @Test
    void whoCompletesMayHaveLittleStackLeft() throws Exception {
        for (int left = 500; left < 3_000; left += 100) {
            CompletableFuture<Integer> head = new CompletableFuture<>();
            CompletableFuture<Integer> last = chain(head, 100);
            int calls = left;
            int all = onStack(1 << 20, () -> completeNearTheEnd(head, calls));
            assertThat(all).isGreaterThan(calls);
            assertThat(last.get(1, TimeUnit.MINUTES)).isEqualTo(100);
        }
    }

    /** Gives how many calls it is away from the overflow; completes if that is the number. */
    @SuppressWarnings("InfiniteRecursion")
    private static int completeNearTheEnd(CompletableFuture<Integer> head, int calls) {
        int left;
        try {
            left = completeNearTheEnd(head, calls) + 1;
        } catch (StackOverflowError e) {
            left = 0;
        }
        if (left == calls) {
            head.complete(0);
        }
        return left;
    }

    // ---- on any thread -------------------------------------------------------------------------

    @Async
    static CompletableFuture<Integer> sum(List<CompletableFuture<Integer>> parts) {
        int sum = 0;
        for (CompletableFuture<Integer> part : parts) {
            sum += await(part);
        }
        return completedFuture(sum);
    }

    /** Each stage awaits some earlier ones; several threads complete the first in any order. */
    @Property(tries = 200)
    void severalThreadsCompleteAtOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int threads,
            @ForAll @IntRange(min = 1, max = 12) int heads)
            throws Exception {
        Random random = new Random(seed);
        List<CompletableFuture<Integer>> stages = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < heads; i++) {
            stages.add(new CompletableFuture<>());
            expected.add(i + 1);
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < heads; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (int i = 0; i < 60; i++) {
            List<CompletableFuture<Integer>> parts = new ArrayList<>();
            int sum = 0;
            for (int k = random.nextInt(4); k >= 0; k--) {
                int part = random.nextInt(stages.size());
                parts.add(stages.get(part));
                sum = (sum + expected.get(part));
            }
            stages.add(sum(parts));
            expected.add(sum);
        }
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int mine = t;
            Thread thread = new Thread(() -> {
                StagesTest.awaitUninterruptibly(go);
                for (int i = mine; i < heads; i += threads) {
                    stages.get(order.get(i)).complete(order.get(i) + 1);
                }
            });
            thread.start();
            all.add(thread);
        }
        go.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        List<Integer> results = new ArrayList<>();
        for (CompletableFuture<Integer> stage : stages) {
            results.add(stage.getNow(null));
        }
        assertThat(results).isEqualTo(expected);
    }

    @Test
    void aChainThatSeveralThreadsHelpToComplete() throws Exception {
        for (int tries = 0; tries < 50; tries++) {
            CompletableFuture<Integer> head = new CompletableFuture<>();
            CompletableFuture<Integer> last = chain(head, 300);
            List<Thread> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Thread thread = new Thread(() -> head.complete(0));
                thread.start();
                all.add(thread);
            }
            for (Thread thread : all) {
                thread.join();
            }
            assertThat(last.get()).isEqualTo(300);
        }
    }

    // ---- in which order ------------------------------------------------------------------------

    @Async
    CompletableFuture<String> named(String name, CompletionStage<?> before) {
        trail.add(name + " begins");
        await(before);
        trail.add(name);
        return completedFuture(name);
    }

    @Test
    void whoWaitsFirstGoesOnFirstAndWhatTheyCompleteComesAfter() {
        CompletableFuture<String> head = new CompletableFuture<>();
        CompletableFuture<String> a = named("a", head);
        CompletableFuture<String> b1 = named("b1", a);
        CompletableFuture<String> b2 = named("b2", a);
        named("c11", b1);
        named("c21", b2);
        named("c12", b1);
        trail.clear();
        head.complete("");
        assertThat(trail).containsExactly("a", "b1", "b2", "c11", "c12", "c21");
    }

    @Async
    CompletableFuture<String> completing(CompletionStage<?> before, CompletableFuture<?> other) {
        await(before);
        trail.add("completes");
        other.complete(null);
        trail.add("has completed");
        return completedFuture("");
    }

    @Test
    void whoCompletesAStageMayRelyOnWhatFollows() {
        CompletableFuture<String> head = new CompletableFuture<>();
        CompletableFuture<Object> other = new CompletableFuture<>();
        CompletableFuture<String> last = named("second", named("first", other));
        CompletableFuture<String> done = completing(head, other);
        trail.clear();
        head.complete("");
        assertThat(trail).containsExactly("completes", "first", "second", "has completed");
        assertThat(last).isCompleted();
        assertThat(done).isCompleted();
    }

    @Async
    CompletableFuture<String> joining(CompletionStage<?> before, List<CompletableFuture<String>> other) {
        await(before);
        trail.add("joins");
        trail.add("joined " + other.get(0).join()); // blocks, and should not
        return completedFuture("");
    }

    @Test
    void whatIsDueIsDoneBeforeItsThreadBlocksForIt() {
        CompletableFuture<String> head = new CompletableFuture<>();
        CompletableFuture<String> a = named("a", head);
        List<CompletableFuture<String>> later = new ArrayList<>();
        CompletableFuture<String> joining = joining(a, later);
        later.add(named("c", named("b", a)));
        trail.clear();
        head.complete("");
        assertThat(trail).containsExactly("a", "joins", "b", "c", "joined c");
        assertThat(joining).isCompleted();
    }

    // ---- with contexts, generators -------------------------------------------------------------

    private static final ContextVar<Integer> DEPTH = ContextVar.of("depth", 0);

    @Async
    static CompletableFuture<Integer> deeper(CompletionStage<Integer> before, int n) {
        DEPTH.set(n);
        int x = await(before);
        assertThat(DEPTH.get()).isEqualTo(n);
        return completedFuture(x + 1);
    }

    @Test
    void eachHasAContextOfItsOwn() throws Exception {
        CompletableFuture<Integer> head = new CompletableFuture<>();
        CompletableFuture<Integer> last = head;
        for (int i = 1; i <= 1_000; i++) {
            last = deeper(last, i);
        }
        head.complete(0);
        assertThat(last).isCompletedWithValue(1_000);
        assertThat(DEPTH.get()).isZero();
    }

    @Async
    static AsyncGenerator<Integer> items(List<CompletableFuture<Integer>> stages) {
        try {
            for (CompletableFuture<Integer> stage : stages) {
                emit(await(stage));
                emit(0);
            }
        } finally {
            await(stages.get(0));
        }
        return AsyncGenerator.end();
    }

    @Async
    static CompletableFuture<Integer> total(List<CompletableFuture<Integer>> stages) {
        int total = 0;
        try (var items = items(stages)) {
            for (int item : items) {
                total += item;
            }
        }
        return completedFuture(total);
    }

    @Test
    void generatorsOfStages() throws Exception {
        List<CompletableFuture<Integer>> level = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            level.add(new CompletableFuture<>());
        }
        List<CompletableFuture<Integer>> heads = List.copyOf(level);
        for (int depth = 0; depth < 50; depth++) {
            List<CompletableFuture<Integer>> next = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                next.add(i == 0 ? total(List.copyOf(level)) : total(List.of(level.get(i))));
            }
            level = next;
        }
        for (CompletableFuture<Integer> head : heads) {
            head.complete(1);
        }
        assertThat(level.get(1)).isCompletedWithValue(1);
        assertThat(level.get(0)).isCompletedWithValue(1 + 7 * 50);
    }

    @Async
    CompletableFuture<String> cleaning(CompletionStage<String> before, CompletionStage<?> clean) {
        try {
            return completedFuture(await(before));
        } catch (CancelledError e) {
            trail.add("cancelled");
            await(clean);
            trail.add("clean");
            throw e;
        }
    }

    @Test
    void aCancelledOneCleansUp() {
        CompletableFuture<String> head = new CompletableFuture<>();
        CompletableFuture<Object> clean = new CompletableFuture<>();
        CompletableFuture<String> stage = cleaning(head.minimalCompletionStage(), clean);
        stage.cancel(true);
        assertThat(trail).as("also if what it awaits cannot be cancelled").containsExactly("cancelled");
        head.complete("late");
        assertThat(trail).containsExactly("cancelled");
        clean.complete("");
        assertThat(trail).containsExactly("cancelled", "clean");
        assertThatThrownBy(stage::join).isInstanceOf(CancellationException.class);
    }
}
