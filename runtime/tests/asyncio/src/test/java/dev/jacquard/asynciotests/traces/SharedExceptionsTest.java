package dev.jacquard.asynciotests.traces;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One exception that is awaited often, by many, by two threads, along with its causes: each call has it once, and no
 * trace grows without end. What has no trace that could be written stays as it is.
 */
class SharedExceptionsTest {
    private static class E extends RuntimeException {
        private static final long serialVersionUID = 1;

        E(String message) {
            super(message);
        }
    }

    private static long rows(Throwable e, String method) {
        return Arrays.stream(e.getStackTrace())
                .filter(r -> r.getMethodName().equals(method))
                .count();
    }

    private static int inTheLoop;

    // ---- a thousand awaits ---------------------------------------------------------------------

    @Async
    private static Coroutine<Void> againAndAgain(Promise<Void> promise) {
        for (int i = 0; i < 1_000; i++) {
            if (i == 100) {
                await(sleep(0));
            }
            try {
                await(promise);
            } catch (E e) {
                assertThat(rows(e, "againAndAgain")).isEqualTo(1);
                inTheLoop = line(e, "againAndAgain");
            }
        }
        return Coroutine.of(await(promise)); // says where it was awaited last
    }

    @Test
    void promiseThatIsAwaitedAThousandTimes() {
        E e = new E("shared");
        Throwable thrown = catchThrowable(() -> Asyncio.run(() -> {
            Promise<Void> promise = new Promise<>();
            promise.setException(e);
            return againAndAgain(promise);
        }));
        assertThat(thrown).isSameAs(e);
        assertThat(rows(e, "againAndAgain")).isEqualTo(1);
        assertThat(line(e, "againAndAgain")).isGreaterThan(inTheLoop);
    }

    private static int line(Throwable e, String method) {
        return Arrays.stream(e.getStackTrace())
                .filter(r -> r.getMethodName().equals(method))
                .findFirst()
                .orElseThrow()
                .getLineNumber();
    }

    @Async
    private static Coroutine<Void> stageAgain(CompletableFuture<Void> stage, boolean suspends) {
        for (int i = 0; i < 1_000; i++) {
            try {
                if (suspends) {
                    await(stage.thenApply(x -> x));
                } else {
                    await(stage);
                }
            } catch (E e) {
                await(sleep(0));
            }
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stageThatIsAwaitedAThousandTimes(boolean derived) {
        E e = new E("shared");
        CompletableFuture<Void> stage = new CompletableFuture<>();
        stage.completeExceptionally(e);
        Asyncio.run(() -> stageAgain(stage, derived));
        assertThat(rows(e, "stageAgain")).isEqualTo(1);
    }

    // ---- many who await ------------------------------------------------------------------------

    @Async
    private static Coroutine<Void> one(Promise<Void> promise) {
        return Coroutine.of(await(promise));
    }

    @Async
    private static Coroutine<Void> other(Promise<Void> promise) {
        return Coroutine.of(await(promise));
    }

    @Async
    private static Coroutine<Void> manyTasks(E e) {
        Promise<Void> promise = new Promise<>();
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tasks.add(createTask(i % 2 == 0 ? one(promise) : other(promise)));
        }
        await(sleep(0));
        promise.setException(e);
        await(gatherSettled(tasks));
        return Coroutine.done();
    }

    @Test
    void tasksThatAwaitTheSame() {
        E e = new E("shared");
        Asyncio.run(() -> manyTasks(e));
        assertThat(rows(e, "one")).isEqualTo(1);
        assertThat(rows(e, "other")).isEqualTo(1);
    }

    @Async
    private static Coroutine<Void> left(CompletableFuture<Void> stage) {
        for (int i = 0; i < 200; i++) {
            try {
                await(stage);
            } catch (E e) {
                await(sleep(0));
            }
        }
        return Coroutine.of(await(stage));
    }

    @Async
    private static Coroutine<Void> right(CompletableFuture<Void> stage) {
        for (int i = 0; i < 200; i++) {
            try {
                await(stage);
            } catch (E e) {
                await(sleep(0));
            }
        }
        return Coroutine.of(await(stage));
    }

    @Test
    void twoLoopsAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            E e = new E("shared");
            CompletableFuture<Void> stage = new CompletableFuture<>();
            List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
            Thread a = new Thread(() -> thrown.add(catchThrowable(() -> Asyncio.run(left(stage)))));
            Thread b = new Thread(() -> thrown.add(catchThrowable(() -> Asyncio.run(right(stage)))));
            a.start();
            b.start();
            stage.completeExceptionally(e);
            a.join();
            b.join();
            assertThat(thrown).containsExactly(e, e);
            assertThat(rows(e, "left")).isBetween(1L, 2L); // it is awaited at two lines
            assertThat(rows(e, "right")).isBetween(1L, 2L);
            assertThat(rows(e, "runAndClose")).isBetween(1L, 6L); // not once more with each turn
            assertThat(e.getStackTrace().length).isLessThan(300);
        }
    }

    @Async
    private static Coroutine<Void> inTurn(CompletableFuture<Void> stage, Semaphore mine, Semaphore others) {
        for (int i = 0; i < 100; i++) {
            mine.acquireUninterruptibly(); // two loops, so that nobody else is kept
            try {
                await(stage);
            } catch (E e) {
                others.release();
            }
        }
        return Coroutine.done();
    }

    @Test
    void twoLoopsInTurn() throws Exception {
        E e = new E("shared");
        CompletableFuture<Void> stage = new CompletableFuture<>();
        stage.completeExceptionally(e);
        Semaphore a = new Semaphore(1);
        Semaphore b = new Semaphore(0);
        Thread other = new Thread(() -> Asyncio.run(inTurn(stage, b, a)));
        other.start();
        Asyncio.run(inTurn(stage, a, b));
        other.join();
        assertThat(rows(e, "inTurn")).isBetween(1L, 2L);
        assertThat(rows(e, "runAndClose")).isBetween(1L, 2L); // not once more with each turn
    }

    private static final E CONSTANT = new E("constant");

    @Async
    private static Coroutine<Void> throwsConstant() {
        await(sleep(0));
        throw CONSTANT;
    }

    @Async
    private static Coroutine<Void> taskAfterTask() {
        for (int i = 0; i < 1_000; i++) {
            try {
                await(createTask(throwsConstant()));
            } catch (E e) {
                // the next one, please
            }
        }
        return Coroutine.done();
    }

    @Test
    void constantThatTaskAfterTaskThrows() {
        Asyncio.run(SharedExceptionsTest::taskAfterTask);
        assertThat(rows(CONSTANT, "taskAfterTask")).isBetween(1L, 64L); // not 1,024 rows
        assertThat(CONSTANT.getStackTrace())
                .filteredOn(r -> String.valueOf(r.getFileName()).contains("left out"))
                .hasSize(1);
    }

    // ---- long chains ---------------------------------------------------------------------------

    @Async
    private static Coroutine<Void> fails() {
        await(sleep(0));
        throw new E("deep");
    }

    @Async
    private static Coroutine<Void> link(Coroutine<Void> inner) {
        await(sleep(0)); // so that no stack is deep
        return Coroutine.of(await(inner));
    }

    @Async
    private static Coroutine<Void> catching(Coroutine<Void> inner) {
        await(sleep(0));
        try {
            return Coroutine.of(await(inner));
        } catch (E e) {
            throw e;
        }
    }

    @Test
    void chainOfAHundredThousandCalls() {
        Coroutine<Void> plain = fails();
        Coroutine<Void> catching = fails();
        for (int i = 0; i < 100_000; i++) {
            plain = link(plain);
            catching = catching(catching);
        }
        for (Coroutine<Void> chain : List.of(plain, catching)) {
            Throwable e = catchThrowable(() -> Asyncio.run(chain));
            assertThat(e.getStackTrace().length).isLessThanOrEqualTo(1_024);
            assertThat(rows(e, "fails")).isEqualTo(1);
            assertThat(rows(e, "chainOfAHundredThousandCalls")).isEqualTo(1);
        }
    }

    @Async
    private static Coroutine<Void> awaits(Task<Void> task) {
        return Coroutine.of(await(task));
    }

    @Async
    private static Coroutine<Void> chainOfTasks(int n) {
        Task<Void> last = createTask(fails());
        for (int i = 0; i < n; i++) {
            last = createTask(awaits(last));
        }
        return Coroutine.of(await(last));
    }

    @Test
    void chainOfTasksIsCutInTheMiddle() {
        Throwable e = catchThrowable(() -> Asyncio.run(chainOfTasks(1_500)));
        assertThat(e.getStackTrace().length).isLessThanOrEqualTo(1_024);
        assertThat(e.getStackTrace()[0].getMethodName()).isEqualTo("fails");
        assertThat(rows(e, "chainOfTasks")).isEqualTo(1);
        assertThat(rows(e, "chainOfTasksIsCutInTheMiddle")).isEqualTo(1);
        assertThat(e.getStackTrace())
                .filteredOn(r -> String.valueOf(r.getFileName()).contains("left out"))
                .hasSize(1);
        Throwable few = catchThrowable(() -> Asyncio.run(chainOfTasks(20)));
        assertThat(rows(few, "awaits")).isEqualTo(20);
    }

    // ---- causes --------------------------------------------------------------------------------

    @Async
    private static Coroutine<Void> onThread() {
        await(toThread(() -> {
            E e = new E("outer");
            E cause = new E("cause");
            e.initCause(cause);
            cause.initCause(e); // a circle
            e.addSuppressed(new E("suppressed"));
            throw e;
        }));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> awaitsIt() {
        await(createTask(onThread()));
        return Coroutine.done();
    }

    @Test
    void causesAndSuppressedExceptionsShowTheSame() {
        Throwable e = catchThrowable(() -> Asyncio.run(awaitsIt()));
        for (Throwable t : List.of(e, e.getCause(), e.getSuppressed()[0])) {
            assertThat(rows(t, "onThread")).as(t.getMessage()).isEqualTo(1);
            assertThat(rows(t, "awaitsIt")).as(t.getMessage()).isEqualTo(1);
        }
    }

    // ---- what is left alone --------------------------------------------------------------------

    private static final class Stackless extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stackless() {
            super("stackless", null, false, false);
        }
    }

    private static final class Unfilled extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("unreadable");
        }
    }

    private static final class Nothing extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public StackTraceElement[] getStackTrace() {
            return null;
        }
    }

    private static final class Unwritable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public void setStackTrace(StackTraceElement[] rows) {
            throw new IllegalStateException("unwritable");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }
    }

    static List<RuntimeException> strange() {
        return List.of(new Stackless(), new Unfilled(), new Unreadable(), new Nothing(), new Unwritable());
    }

    @Async
    private static Coroutine<Void> thrownLater(RuntimeException e) {
        try {
            await(sleep(0));
            throw e;
        } catch (Error never) {
            return Coroutine.done();
        }
    }

    @Async
    private static Coroutine<Void> byPromise(RuntimeException e) {
        Promise<Void> promise = new Promise<>();
        getRunningLoop().callSoon(() -> promise.setException(e));
        return Coroutine.of(await(promise));
    }

    @Async
    private static Coroutine<Void> byTask(RuntimeException e) {
        return Coroutine.of(await(createTask(thrownLater(e))));
    }

    @ParameterizedTest
    @MethodSource("strange")
    void exceptionWithoutAWritableTraceIsThrownAsItIs(RuntimeException e) {
        for (Coroutine<Void> each : List.of(thrownLater(e), byPromise(e), byTask(e), Coroutine.<Void>failed(e))) {
            RuntimeException thrown = null;
            try {
                Asyncio.run(each);
            } catch (RuntimeException t) {
                thrown = t;
            }
            assertThat(thrown == e).as(e.getClass().getName()).isTrue();
        }
        if (e instanceof Stackless) {
            assertThat(e.getStackTrace()).isEmpty();
        }
    }

    @Test
    void exceptionThatWasMadeWithoutATraceGetsTheAwaits() {
        Unfilled e = new Unfilled(); // as Netty's are
        assertThat(catchThrowable(() -> Asyncio.run(byPromise(e)))).isSameAs(e);
        assertThat(rows(e, "byPromise")).isEqualTo(1);
        assertThat(rows(e, "exceptionThatWasMadeWithoutATraceGetsTheAwaits")).isEqualTo(1);
    }
}
