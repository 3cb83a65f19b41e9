package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.newEventLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.contract.Programs.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Awaitable;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.Handle;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.TaskFactory;
import dev.jacquard.TimerHandle;
import dev.jacquard.testing.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** {@code EventLoop}, {@code Handle}, {@code TimerHandle}. */
class EventLoopContractTest {
    @AsyncTest
    void callbacks(EventLoop loop) {
        List<String> called = new ArrayList<>();
        Handle soon = loop.callSoon(() -> called.add("soon"));
        Handle inContext = loop.callSoon(() -> called.add("context"), Context.copyCurrent());
        Handle threadSafe = loop.callSoonThreadSafe(() -> called.add("thread-safe"));
        TimerHandle later = loop.callLater(Duration.ofMillis(5), () -> called.add("later"));
        Duration time = loop.time();
        TimerHandle at = loop.callAt(time.plusMillis(6), () -> called.add("at"));
        Handle handle = loop.callSoon(() -> called.add("cancelled"));
        handle.cancel();
        boolean cancelled = handle.isCancelled();
        Duration when = later.when();
        Handle asHandle = at;
        assertThat(cancelled).isTrue();
        assertThat(when).isEqualTo(time.plusMillis(5));
        assertThat(List.of(soon, inContext, threadSafe, asHandle)).noneMatch(Handle::isCancelled);
        await(sleep(10));
        assertThat(called).containsExactly("soon", "context", "thread-safe", "later", "at");
    }

    @AsyncTest
    void tasksAndFutures(EventLoop loop) {
        Task<String> task = loop.createTask(text());
        Promise<String> promise = loop.createPromise();
        promise.setResult("promise");
        Callable<String> blocking = () -> "x";
        Executor executor = ForkJoinPool.commonPool();
        Future<String> byDefault = loop.runInExecutor(null, blocking);
        Future<String> byExecutor = loop.runInExecutor(executor, blocking);
        assertThat(await(task) + await(promise) + await(byDefault) + await(byExecutor))
                .isEqualTo("textpromisexx");
    }

    @AsyncTest
    void errors(EventLoop loop) {
        List<String> told = new ArrayList<>();
        loop.setExceptionHandler(
                (EventLoop of, ErrorContext error) -> told.add(error.message() + (of == loop ? " here" : "")));
        loop.callExceptionHandler(new ErrorContext("told", null, null));
        loop.setExceptionHandler(null);
        assertThat(told).containsExactly("told here");
    }

    @Test
    void running() {
        EventLoop loop = newEventLoop();
        try {
            List<Boolean> running = new ArrayList<>();
            loop.callSoon(() -> {
                boolean now = loop.isRunning();
                running.add(now);
                loop.stop();
            });
            loop.runForever();
            boolean later = loop.isRunning();
            running.add(later);
            assertThat(running).containsExactly(true, false);

            Awaitable<String> awaitable = text();
            String text = loop.runUntilComplete(awaitable);
            assertThat(text).isEqualTo("text");

            loop.setDebug(true);
            boolean debug = loop.isDebug();
            assertThat(debug).isTrue();
        } finally {
            loop.close();
        }
        boolean closed = loop.isClosed();
        assertThat(closed).isTrue();
    }

    @Test
    void settingsAndShutdown() {
        EventLoop loop = newEventLoop();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            loop.setDefaultExecutor(executor);
            TaskFactory none = null;
            loop.setTaskFactory(none);
            AsyncGenerator<String> open = Programs.letters();
            loop.runUntilComplete(open.nextAsync());
            Coroutine<Void> generators = loop.shutdownAsyncGens();
            loop.runUntilComplete(generators);
            Coroutine<Void> threads = loop.shutdownDefaultExecutor();
            loop.runUntilComplete(threads);
        } finally {
            loop.close();
        }
        assertThat(executor.isShutdown()).isTrue();
    }
}
