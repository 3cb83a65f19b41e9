package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitFor;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.runOften;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCallable;
import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.GeneratorExit;
import dev.jacquard.LoopExit;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A cancellation that comes out of an implicit close is not hidden by the exception of the body: each number of
 * resources, with what body and closes do, suspended or not.
 */
class ImplicitCloseTest {
    /** What a body or a close does in the end. */
    enum End {
        VALUE,
        EXCEPTION,
        CANCELLATION,
        LOOP_EXIT,
        GENERATOR_EXIT;

        private int rank() {
            return switch (this) {
                case VALUE, EXCEPTION -> 0;
                case GENERATOR_EXIT -> 1;
                case CANCELLATION -> 2;
                case LOOP_EXIT -> 3;
            };
        }
    }

    /** One part of the program: how it ends, and whether it has suspended before. */
    record Part(End end, boolean suspends) {}

    /** One run of a program. */
    private static final class Run {
        private final List<Part> parts; // the body's, then those of the closes in their order
        private final Throwable[] thrown;
        private final List<String> trail = new ArrayList<>();

        Run(List<Part> parts) {
            this.parts = parts;
            this.thrown = new Throwable[parts.size()];
        }

        @Async
        Coroutine<String> part(int number) throws Exception {
            Part part = parts.get(number);
            String name = number == 0 ? "body" : "close " + number;
            trail.add(name);
            try {
                if (part.end() == End.CANCELLATION) {
                    if (part.suspends()) {
                        currentTask().cancel(name);
                        await(sleep(0));
                    } else {
                        Promise<String> cancelled = new Promise<>();
                        cancelled.cancel(name);
                        await(cancelled);
                    }
                }
                if (part.suspends()) {
                    await(sleep(seconds(1)));
                }
                switch (part.end()) {
                    case EXCEPTION -> throw new IOException(name);
                    case LOOP_EXIT -> throw new LoopExit(name);
                    case GENERATOR_EXIT -> throw new GeneratorExit(name);
                    default -> {}
                }
            } catch (Throwable e) {
                thrown[number] = e;
                throw e;
            }
            return Coroutine.of("value");
        }

        Resource resource(int number) {
            return new Resource(this, number);
        }

        /**
         * The exception that has to come out.
         *
         * @param suppressed gets those that each part's exception has suppressed
         */
        Throwable expected(List<List<Throwable>> suppressed) {
            int first = -1;
            for (int i = 0; i < thrown.length; i++) {
                suppressed.add(new ArrayList<>());
                if (thrown[i] == null) {
                    continue;
                }
                if (first < 0) {
                    first = i;
                } else if (parts.get(i).end().rank() > parts.get(first).end().rank()) {
                    suppressed.get(i).add(thrown[first]);
                    first = i;
                } else {
                    suppressed.get(first).add(thrown[i]);
                }
            }
            return first < 0 ? null : thrown[first];
        }
    }

    private record Resource(Run run, int number) implements AsyncCloseable {
        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            try {
                await(run.part(number));
            } catch (IOException e) {
                throw sneak(e);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return Coroutine.done();
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneak(Throwable e) throws X {
        throw (X) e;
    }

    // ---- the programs --------------------------------------------------------------------------

    @Async
    private static Coroutine<String> one(Run run) throws Exception {
        try (Resource a = run.resource(1)) {
            return run.part(0);
        }
    }

    @Async
    private static Coroutine<String> oneInAVariable(Run run) throws Exception {
        Resource a = run.resource(1);
        String value;
        try (a) {
            value = await(run.part(0));
        }
        return Coroutine.of(value);
    }

    @Async
    private static Coroutine<String> two(Run run) throws Exception {
        try (Resource b = run.resource(2);
                Resource a = run.resource(1)) {
            return Coroutine.of(await(run.part(0)));
        }
    }

    @Async
    private static Coroutine<String> three(Run run) throws Exception {
        try (Resource c = run.resource(3)) {
            try (Resource b = run.resource(2);
                    Resource a = run.resource(1)) {
                return run.part(0);
            }
        } catch (IllegalStateException e) {
            throw new AssertionError(e);
        } finally {
            run.trail.add("finally");
        }
    }

    @Async
    private static Coroutine<String> inALambda(Run run) throws Exception {
        AsyncCallable<String> lambda = () -> {
            try (Resource a = run.resource(1)) {
                return run.part(0);
            } catch (Exception e) {
                throw sneak(e);
            }
        };
        return lambda.call();
    }

    @Async
    private static Coroutine<String> inAGenerator(Run run) throws Exception {
        String last = "none";
        for (String item : generator(run)) {
            last = item;
        }
        return Coroutine.of(last);
    }

    @Async
    private static AsyncGenerator<String> generator(Run run) {
        try (Resource a = run.resource(1)) {
            emit(await(run.part(0)));
        } catch (Exception e) {
            throw sneak(e);
        }
        return AsyncGenerator.end();
    }

    @Async
    private static Coroutine<String> inAStack(Run run) throws Exception {
        return AsyncExitStack.run(stack -> {
            for (int i = run.parts.size() - 1; i > 0; i--) {
                stack.enter(run.resource(i));
            }
            return run.part(0);
        });
    }

    private interface Program {
        Coroutine<String> run(Run run) throws Exception;
    }

    private static final List<List<Program>> OF_CLOSES = List.of(
            List.of(
                    ImplicitCloseTest::one,
                    ImplicitCloseTest::oneInAVariable,
                    ImplicitCloseTest::inALambda,
                    ImplicitCloseTest::inAGenerator,
                    ImplicitCloseTest::inAStack),
            List.of(ImplicitCloseTest::two, ImplicitCloseTest::inAStack),
            List.of(ImplicitCloseTest::three, ImplicitCloseTest::inAStack));

    @Test
    void whatEndsTheTaskWins() throws Exception {
        List<Part> all = new ArrayList<>();
        for (End end : End.values()) {
            all.add(new Part(end, false));
            all.add(new Part(end, true));
        }
        for (Part body : all) {
            runOften(() -> checkWith(body, all));
        }
    }

    @Async
    private static Coroutine<Void> checkWith(Part body, List<Part> all) throws Exception {
        for (Part a : all) {
            await(check(List.of(body, a)));
            for (Part b : all) {
                await(check(List.of(body, a, b)));
                if (b.suspends() == (a.suspends() != body.suspends())) { // half of them
                    for (End c : End.values()) {
                        await(check(List.of(body, a, b, new Part(c, a.suspends()))));
                    }
                }
            }
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> check(List<Part> parts) throws Exception {
        for (Program program : OF_CLOSES.get(parts.size() - 2)) {
            Run run = new Run(parts);
            Throwable e = await(thrownBy(program.run(run)));
            int requests = 0;
            for (Part p : parts) {
                requests += p.end() == End.CANCELLATION && p.suspends() ? 1 : 0;
            }
            assertThat(currentTask().cancelling()).as(parts.toString()).isEqualTo(requests);
            while (currentTask().uncancel() > 0) {}
            assertThat(run.trail)
                    .filteredOn(x -> !x.equals("finally"))
                    .as(parts.toString())
                    .hasSize(parts.size());
            List<List<Throwable>> suppressed = new ArrayList<>();
            assertThat(e).as(parts.toString()).isSameAs(run.expected(suppressed));
            for (int i = 0; i < parts.size(); i++) {
                if (run.thrown[i] != null) {
                    assertThat(run.thrown[i].getSuppressed())
                            .as(parts.toString())
                            .containsExactlyElementsOf(suppressed.get(i));
                }
            }
        }
        return Coroutine.done();
    }

    // ---- what a hidden cancellation has done ---------------------------------------------------

    private static final class Slow implements AsyncCloseable {
        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            await(sleep(seconds(1)));
            return Coroutine.done();
        }
    }

    private int tries;

    @Async
    private Coroutine<Void> retries() {
        for (; ; ) {
            try (Slow slow = new Slow()) {
                tries++;
                throw new IOException("no connection");
            } catch (IOException e) {
                await(sleep(seconds(1)));
            }
        }
    }

    @AsyncTest
    void retryLoopEndsWhenItIsCancelledInAClose() throws Exception {
        Task<Void> task = createTask(retries());
        await(sleep(Duration.ofMillis(2500))); // the second close
        task.cancel("enough");
        Throwable e = await(thrownBy(task));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("enough");
        assertThat(e.getSuppressed()).singleElement().isInstanceOf(IOException.class);
        assertThat(task.isCancelled()).isTrue();
        assertThat(task.cancelling()).isEqualTo(1);
        assertThat(tries).isEqualTo(2);
    }

    @AsyncTest
    void retryLoopEndsByATimeoutInAClose() throws Exception {
        Throwable e = await(thrownBy(waitFor(retries(), Duration.ofMillis(2500))));
        assertThat(e).isInstanceOf(AsyncTimeoutException.class);
        assertThat(e.getCause().getSuppressed()).singleElement().isInstanceOf(IOException.class);
        assertThat(currentTask().cancelling()).isZero();
        assertThat(now()).isEqualTo(2.5);
        assertThat(tries).isEqualTo(2);
    }

    /** What somebody has written with variables of his own is done as it is written. */
    @Async
    private Coroutine<Void> collects() throws Exception {
        Slow slow = new Slow();
        IOException failure = new IOException("by hand");
        try {
            await(slow.closeAsync());
        } catch (Throwable x) {
            failure.addSuppressed(x);
        }
        throw failure;
    }

    @AsyncTest
    void suppressingByHandIsLeftAlone() throws Exception {
        Task<Void> task = createTask(collects());
        await(sleep(0));
        task.cancel();
        Throwable e = await(thrownBy(task));
        assertThat(e).isInstanceOf(IOException.class);
        assertThat(e.getSuppressed()).singleElement().isInstanceOf(CancelledError.class);
    }
}
