package dev.jacquard.asynciotests.interop;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that is thrown near a stage vanishes, and no stage of others can confuse a method. */
class StageFaultsTest extends Programs {
    @Async
    static CompletableFuture<String> follow(CompletionStage<String> stage) {
        return completedFuture(await(stage));
    }

    @Async
    static Coroutine<String> followInLoop(CompletionStage<String> stage) {
        return Coroutine.of(await(stage));
    }

    // ---- errors --------------------------------------------------------------------------------

    @SuppressWarnings({"removal", "deprecation"})
    static List<Throwable> errors() {
        return List.of(
                new StackOverflowError(),
                new OutOfMemoryError("none left"),
                new LinkageError("link"),
                new ThreadDeath(),
                new AssertionError("assert"),
                new Throwable("checked"));
    }

    @Async
    static CompletableFuture<String> failing(CompletionStage<String> stage, Throwable e) {
        await(stage);
        throw StageFaultsTest.<RuntimeException>sneak(e);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Throwable> X sneak(Throwable e) throws X {
        throw (X) e;
    }

    @ParameterizedTest
    @MethodSource("errors")
    void whatAStepThrowsCompletesTheResult(Throwable e) {
        CompletableFuture<String> head = new CompletableFuture<>();
        CompletableFuture<String> failing = failing(head, e);
        CompletableFuture<String> follower = follow(follow(failing));
        head.complete("");
        assertThatThrownBy(failing::get).hasCause(e);
        assertThatThrownBy(follower::get).hasCause(e);
        assertThatThrownBy(failing(completedFuture(""), e)::get).hasCause(e);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void whatADependentThrowsStopsNobodyElse(Throwable e) {
        CompletableFuture<String> head = new CompletableFuture<>();
        CompletableFuture<String> stage = follow(head);
        CompletableFuture<String> before = follow(stage);
        CompletableFuture<Void> dependent = stage.thenAccept(v -> {
            throw StageFaultsTest.<RuntimeException>sneak(e);
        });
        CompletableFuture<String> after = follow(stage);
        CompletableFuture<String> last = follow(after);
        head.complete("v");
        assertThat(List.of(stage, before, after, last))
                .allSatisfy(s -> assertThat(s).isCompletedWithValue("v"));
        assertThatThrownBy(dependent::get).hasCause(e);
    }

    @Async
    static CompletableFuture<Integer> overflowing(CompletionStage<String> stage) {
        await(stage);
        return completedFuture(endless(1));
    }

    private static int endless(int n) {
        return n == 0 ? 0 : 1 + endless(n + 1);
    }

    @Test
    void aRealOverflowIsAResultToo() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(overflowing(head));
        }
        StageChainsTest.onStack(256 << 10, () -> head.complete(""));
        for (CompletableFuture<Integer> stage : all) {
            assertThatThrownBy(stage::get).hasCauseInstanceOf(StackOverflowError.class);
        }
    }

    // ---- stages of others ----------------------------------------------------------------------

    /** How a stage misbehaves when a callback is registered. */
    enum Fault {
        THROWS {
            @Override
            void register(BiConsumer<Object, Throwable> callback) {
                throw new IllegalStateException("no callbacks");
            }
        },
        CALLS_AND_THROWS {
            @Override
            void register(BiConsumer<Object, Throwable> callback) {
                callback.accept("called", null);
                throw new IllegalStateException("no callbacks");
            }
        },
        THROWS_AND_CALLS_LATER {
            @Override
            void register(BiConsumer<Object, Throwable> callback) {
                LATER.add(() -> callback.accept("late", null));
                throw new IllegalStateException("no callbacks");
            }
        },
        CALLS_TWICE {
            @Override
            void register(BiConsumer<Object, Throwable> callback) {
                callback.accept("v", null);
                callback.accept("w", new IllegalStateException());
            }
        },
        CALLS_TWICE_LATER {
            @Override
            void register(BiConsumer<Object, Throwable> callback) {
                LATER.add(() -> callback.accept("v", null));
                LATER.add(() -> callback.accept("w", new IllegalStateException()));
            }
        },
        GIVES_BOTH {
            @Override
            void register(BiConsumer<Object, Throwable> callback) {
                callback.accept("v", new IllegalStateException("no callbacks"));
            }
        },
        CALLS_AT_ONCE {
            @Override
            void register(BiConsumer<Object, Throwable> callback) {
                callback.accept("v", null);
            }
        };

        static final List<Runnable> LATER = new ArrayList<>();

        abstract void register(BiConsumer<Object, Throwable> callback);

        /** A stage of which only whenComplete works, and gives null. */
        @SuppressWarnings("unchecked")
        CompletionStage<String> stage() {
            return (CompletionStage<String>) Proxy.newProxyInstance(
                    StageFaultsTest.class.getClassLoader(),
                    new Class<?>[] {CompletionStage.class},
                    (proxy, method, arguments) -> {
                        if (!method.getName().equals("whenComplete")) {
                            throw new UnsupportedOperationException(method.getName());
                        }
                        register((BiConsumer<Object, Throwable>) arguments[0]);
                        return null;
                    });
        }

        String expected() {
            return switch (this) {
                case CALLS_TWICE, CALLS_TWICE_LATER, CALLS_AT_ONCE -> "v";
                default -> "no callbacks";
            };
        }
    }

    @Async
    CompletableFuture<String> careful(CompletionStage<String> bad, CompletionStage<String> good) {
        String first;
        try {
            first = await(bad);
        } catch (IllegalStateException e) {
            first = e.getMessage();
        }
        trail.add(first);
        return completedFuture(first + await(good));
    }

    @ParameterizedTest
    @EnumSource
    void withoutALoop(Fault fault) {
        Fault.LATER.clear();
        CompletableFuture<String> good = new CompletableFuture<>();
        CompletableFuture<String> stage = careful(fault.stage(), good);
        Fault.LATER.forEach(Runnable::run);
        good.complete("!");
        Fault.LATER.forEach(Runnable::run);
        assertThat(stage).isCompletedWithValue(fault.expected() + "!");
        assertThat(trail).containsExactly(fault.expected());
    }

    @Async
    Coroutine<String> carefulInLoop(Fault fault) {
        CompletableFuture<String> good = new CompletableFuture<>();
        CompletableFuture<String> stage = careful(fault.stage(), good);
        Fault.LATER.forEach(Runnable::run);
        await(sleep(1));
        good.complete("!");
        Fault.LATER.forEach(Runnable::run);
        return Coroutine.of(await(stage));
    }

    @ParameterizedTest
    @EnumSource
    void inALoop(Fault fault) {
        Fault.LATER.clear();
        assertThat(run(carefulInLoop(fault))).isEqualTo(fault.expected() + "!");
        assertThat(trail).containsExactly(fault.expected());
    }

    @Async
    CompletableFuture<Integer> manyAtOnce(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += await(Fault.CALLS_AT_ONCE.stage()).length();
        }
        return completedFuture(sum);
    }

    @Test
    void callingAtOnceTakesNoStack() throws Exception {
        assertThat(StageChainsTest.onStack(256 << 10, () -> manyAtOnce(20_000))).isCompletedWithValue(20_000);
    }

    // ---- cancelling ----------------------------------------------------------------------------

    /** A stage that refuses to be cancelled, loudly. */
    static CompletionStage<String> uncancellable() {
        return new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                throw new IllegalStateException("not me");
            }
        };
    }

    @Test
    void aStageThatThrowsWhenItIsCancelled() {
        CompletableFuture<String> stage = follow(uncancellable());
        assertThatThrownBy(() -> stage.cancel(true)).hasMessage("not me");
        assertThat(stage).isCancelled();
    }

    @Async
    Coroutine<String> cancelsOne() {
        keepErrors();
        var task = createTask(followInLoop(uncancellable()));
        await(sleep(1));
        task.cancel();
        await(sleep(1));
        return Coroutine.of(task.isCancelled() + " " + errors.get(0).exception().getMessage());
    }

    @Test
    void itDoesNotEndALoop() {
        assertThat(run(cancelsOne())).isEqualTo("true not me");
    }
}
