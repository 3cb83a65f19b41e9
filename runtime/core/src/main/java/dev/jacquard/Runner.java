package dev.jacquard;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one coroutine after the other on one loop, and cleans up in the end: cancels the tasks that
 * are left, closes the generators, shuts the executor down. {@code asyncio.Runner}.
 *
 * <p>When the JVM is told to end (Ctrl-C, SIGTERM, {@code System.exit} on another thread) while a
 * coroutine runs, its task is cancelled, and the JVM waits until the runner is closed, or {@link
 * Builder#shutdownTimeout} is over. {@link #run} then throws {@link LoopExit}.
 */
public final class Runner implements AutoCloseable {
    /** How often the shutdown hook looks whether it waits in vain. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Supplier<? extends EventLoop> factory;
    private final @Nullable Boolean debug;
    private final long shutdownNanos;
    private @Nullable BaseEventLoop loop;
    private @Nullable Context context;
    private boolean closed;

    // what the shutdown hook's thread needs
    private volatile @Nullable Task<?> main;
    private volatile @Nullable Thread thread;
    private volatile boolean closing;
    private volatile boolean interrupted;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** A runner with a new loop on the system's clock. */
    public Runner() {
        this(builder());
    }

    private Runner(Builder builder) {
        this.factory = builder.factory;
        this.debug = builder.debug;
        this.shutdownNanos = BaseEventLoop.nanos(builder.shutdownTimeout);
    }

    /** Options for a runner. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs a coroutine until it is done.
     *
     * @return its result; its exception is thrown as it is
     * @throws IllegalStateException if a loop is running on this thread, or the runner is closed
     */
    public <T extends @Nullable Object> T run(Coroutine<T> coroutine) {
        return run(coroutine, null);
    }

    /**
     * The same in a context.
     *
     * @param coroutine what to run
     * @param context its context; null for the runner's own, which all its runs share
     */
    public <T extends @Nullable Object> T run(Coroutine<T> coroutine, @Nullable Context context) {
        Objects.requireNonNull(coroutine, "coroutine");
        checkNoLoop("Runner.run()");
        BaseEventLoop l = loop();
        if (l.isRunning()) {
            throw new IllegalStateException("Runner.run() is running on another thread");
        }
        Task<T> task = l.createTask(coroutine, null, context == null ? this.context : context);
        thread = Thread.currentThread();
        main = task;
        try {
            return l.runUntilComplete(task);
        } catch (CancelledError e) {
            if (interrupted && task.uncancel() == 0) {
                throw new LoopExit("The JVM was told to end");
            }
            throw e;
        } finally {
            main = null;
        }
    }

    /** Runs a function in the loop, and awaits what it returns. */
    public <T extends @Nullable Object, X extends Exception> T run(ThrowingAsyncCallable<T, X> main)
            throws X {
        return run(new CallCoroutine<>(main));
    }

    static void checkNoLoop(String what) {
        if (Current.get().loop != null) {
            throw new IllegalStateException(
                    what
                            + " cannot be called from a running event loop. Await the coroutine"
                            + " instead.");
        }
    }

    /** The runner's loop. */
    public EventLoop getLoop() {
        return loop();
    }

    private BaseEventLoop loop() {
        if (closed) {
            throw new IllegalStateException("Runner is closed");
        }
        BaseEventLoop l = loop;
        if (l == null) {
            l = BaseEventLoop.of(factory.get());
            if (debug != null) {
                l.setDebug(debug);
            }
            loop = l;
            context = Context.copyCurrent();
            if (shutdownNanos > 0) {
                Shutdown.add(this);
            }
        }
        return l;
    }

    // ---- on the shutdown hook's thread ----------------------------------------------------------

    /**
     * Cancels the coroutine that is running, if there is one. A clean-up that is going on goes on.
     */
    void interrupt() {
        Task<?> task = main;
        interrupted = (task != null || closing) && !isExiting();
        if (task == null || !interrupted) {
            return;
        }
        try {
            task.loop.callSoonThreadSafe(
                    () -> {
                        if (!task.isDone()) {
                            task.cancel();
                        }
                    });
        } catch (IllegalStateException e) {
            // closed meanwhile
        }
    }

    /**
     * Waits until the runner is closed, and what comes after it in {@code main}, but no longer than
     * it may.
     *
     * @param start since when the hook runs, of {@link System#nanoTime}
     */
    void awaitEnd(long start) {
        try {
            while (interrupted) {
                long left = shutdownNanos - (System.nanoTime() - start);
                if (left <= 0
                        || isExiting()
                        || ended.await(Math.min(left, LOOK_NANOS), NANOSECONDS)) {
                    break;
                }
            }
            Thread t = thread;
            long left = shutdownNanos - (System.nanoTime() - start);
            if (interrupted && t != null && t.getId() == 1 && !isExiting() && left > 0) {
                NANOSECONDS.timedJoin(t, left); // the JVM's first thread: let it end in peace
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the loop's own thread ends the JVM: it waits for the hook, not the hook for it. */
    private boolean isExiting() {
        Thread t = thread;
        if (t != null) {
            for (StackTraceElement row : t.getStackTrace()) {
                if (row.getClassName().equals("java.lang.Runtime")
                        && row.getMethodName().equals("exit")) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- closing -------------------------------------------------------------------------------

    /**
     * Cancels the tasks that are not done, in the order of creation, and waits for them; what they
     * throw is told to the loop's exception handler. Then closes the generators that were started
     * and have not ended, waits for the default executor's threads, and closes the loop. Closing
     * again does nothing.
     *
     * @throws IllegalStateException if a loop is running on this thread
     */
    @Override
    public void close() {
        checkNoLoop("Runner.close()");
        BaseEventLoop l = loop;
        if (closed || l == null) {
            closed = true;
            return;
        }
        thread = Thread.currentThread();
        closing = true;
        try {
            cancelAll(l);
            l.runUntilComplete(l.shutdownAsyncGens());
            l.runUntilComplete(l.shutdownDefaultExecutor(Duration.ofMinutes(5)));
        } finally {
            l.close();
            loop = null;
            closed = true;
            ended.countDown();
            Shutdown.remove(this);
        }
    }

    private static void cancelAll(BaseEventLoop loop) {
        Set<Task<?>> tasks = loop.tasks();
        if (tasks.isEmpty()) {
            return;
        }
        for (Task<?> task : tasks) {
            task.cancel();
        }
        loop.runUntilComplete(Gathering.settled(loop, tasks));
        for (Task<?> task : tasks) {
            if (!task.isCancelled()) {
                Throwable e = task.exception();
                if (e != null) {
                    loop.callExceptionHandler(
                            new ErrorContext(
                                    "unhandled exception during Asyncio.run() shutdown", e, task));
                }
            }
        }
    }

    /** Options for a runner. */
    public static final class Builder {
        private static final Duration SHUTDOWN_TIMEOUT =
                Duration.ofSeconds(Long.getLong("jacquard.shutdown.seconds", 10));

        private Supplier<? extends EventLoop> factory = Asyncio::newEventLoop;
        private @Nullable Boolean debug;
        private Duration shutdownTimeout = SHUTDOWN_TIMEOUT;

        private Builder() {}

        /** Who makes the loop; called once, when it is needed. */
        public Builder loopFactory(Supplier<? extends EventLoop> factory) {
            this.factory = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /** Whether the loop is in debug mode. */
        public Builder debug(boolean debug) {
            this.debug = debug;
            return this;
        }

        /**
         * How long the end of the JVM may wait for the clean-up of what runs.
         *
         * @param timeout the time; zero or less: it does not wait, and nothing is cancelled.
         *     Without this call: as many seconds as the system property {@code
         *     jacquard.shutdown.seconds} says, or else 10
         */
        public Builder shutdownTimeout(Duration timeout) {
            this.shutdownTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** A runner; its loop is made when it is needed. */
        public Runner build() {
            return new Runner(this);
        }
    }
}
