package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A call of a blocking function on another thread, and the future of its result. */
final class ExecutorCall<T extends @Nullable Object> extends Future<T> {
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Callable<T> blocking;
    private volatile boolean unwanted; // cancelled before the thread has started

    private ExecutorCall(BaseEventLoop loop, Callable<T> blocking) {
        super(loop);
        this.blocking = Objects.requireNonNull(blocking, "callable");
    }

    static <T extends @Nullable Object> Future<T> start(
            BaseEventLoop loop, Executor executor, Callable<T> blocking) {
        ExecutorCall<T> call = new ExecutorCall<>(loop, blocking);
        loop.outsideWork(1);
        boolean accepted = false;
        try {
            executor.execute(call::callBlocking);
            accepted = true;
        } finally {
            if (!accepted) {
                loop.outsideWork(-1);
            }
        }
        return call;
    }

    /** Daemon threads, as many as CPython has, which end when they are idle. */
    static ExecutorService newExecutor() {
        int threads = Math.min(32, Runtime.getRuntime().availableProcessors() + 4);
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        r -> {
                            Thread thread =
                                    new Thread(r, "jacquard-executor-" + THREADS.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Waits for an executor that was shut down. */
    static Future<Void> awaitEnd(BaseEventLoop loop, ExecutorService executor) {
        Executor thread =
                r -> {
                    Thread t = new Thread(r, "jacquard-shutdown");
                    t.setDaemon(true);
                    t.start();
                };
        return start(
                loop,
                thread,
                () -> {
                    executor.awaitTermination(5, TimeUnit.MINUTES);
                    return null;
                });
    }

    /** On the executor's thread. */
    @SuppressWarnings("NullAway")
    private void callBlocking() {
        T value = null;
        Throwable exception = null;
        if (!unwanted) {
            try {
                value = blocking.call();
            } catch (Throwable e) {
                exception = e;
            }
        }
        T v = value;
        Throwable e = exception;
        if (!loop.isClosed()) {
            loop.post(
                    new Job() {
                        @Override
                        protected void run(JobLoop on) {
                            arrived(v, e);
                        }
                    });
        }
    }

    private void arrived(T value, @Nullable Throwable e) {
        loop.outsideWork(-1);
        if (state != PENDING) {
            return;
        }
        if (e == null) {
            complete(DONE, value);
        } else {
            fail(e);
        }
    }

    @Override
    public boolean cancel(@Nullable String message) {
        unwanted = true;
        return super.cancel(message);
    }
}
