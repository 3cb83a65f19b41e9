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
 * Runs one coroutine after the other on one loop, and cleans up in the end: cancels the tasks that are left, closes the
 * generators, shuts the executor down. {@code asyncio.Runner}.
 *
 * <p>When the JVM is told to end (Ctrl-C, SIGTERM, {@code System.exit} on another thread) while a coroutine runs, its
 * task is cancelled, and the JVM waits until the runner is closed, or {@link Builder#shutdownTimeout} is over.
 * {@link #run} then throws {@link LoopExit}.
 */
public final class Runner implements AutoCloseable {
    /** How often the shutdown hook looks whether it waits in vain. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Supplier<? extends EventLoop> factory;
    private final @Nullable Boolean debug;
    private final long shutdownNanos;
    private final long cleanUpNanos;
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
        this.cleanUpNanos = BaseEventLoop.nanos(builder.cleanUpWarning);
    }

    /** A builder of runners, with the usual settings at first. */
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
     * Runs a coroutine in a context.
     *
     * @param coroutine what to run
     * @param context its context; null for the runner's own, which all its runs share
     */
    public <T extends @Nullable Object> T run(Coroutine<T> coroutine, @Nullable Context context) {
        Objects.requireNonNull(coroutine, "coroutine is null");
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
    public <T extends @Nullable Object, X extends Exception> T run(ThrowingAsyncCallable<T, X> main) throws X {
        return run(new CallCoroutine<>(main));
    }

    /**
     * Runs a task that awaits whatever can be awaited. {@code Runner.run}, since Python 3.14.
     *
     * @param awaitable an {@link Awaitable}, see {@link AnyAwaitable}: also a task of an earlier run, or a promise of
     *     the runner's loop
     */
    public <T extends @Nullable Object> T run(AnyAwaitable<T> awaitable) {
        return run(CallCoroutine.awaiting(awaitable));
    }

    /**
     * {@link #run(AnyAwaitable)} in a context.
     *
     * @param context its context; null for the runner's own
     */
    public <T extends @Nullable Object> T run(AnyAwaitable<T> awaitable, @Nullable Context context) {
        return run(CallCoroutine.awaiting(awaitable), context);
    }

    /** Runs and closes; what ends the program is not suppressed by what does not. */
    <T extends @Nullable Object> T runAndClose(Coroutine<T> coroutine) {
        T value;
        try {
            value = run(coroutine);
        } catch (Throwable e) {
            Throwable thrown = e;
            try {
                close();
            } catch (Throwable later) {
                thrown = Suppression.of(e, later);
            }
            throw Sneaky.sneak(thrown);
        }
        close();
        return value;
    }

    static void checkNoLoop(String what) {
        if (Current.runningLoop() != null) {
            throw new IllegalStateException(what
                    + " cannot be called from a running event loop. Await the coroutine"
                    + " instead."
                    + Threads.ifHelping());
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
                l.setDebug(debug || BaseEventLoop.DEBUG);
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

    /** Cancels the coroutine that is running, if there is one. A clean-up that is going on goes on. */
    void interrupt() {
        Task<?> task = main;
        interrupted = (task != null || closing) && !isExiting();
        if (task == null || !interrupted) {
            return;
        }
        try {
            task.loop.callSoonThreadSafe(() -> {
                if (!task.isDone()) {
                    task.cancel();
                }
            });
        } catch (IllegalStateException e) {
            // closed meanwhile
        }
    }

    /**
     * Waits until the runner is closed, and what comes after it in {@code main}, but no longer than it may.
     *
     * @param start since when the hook runs, of {@link System#nanoTime}
     */
    void awaitEnd(long start) {
        try {
            while (interrupted) {
                long left = shutdownNanos - (System.nanoTime() - start);
                if (left <= 0 || isExiting() || ended.await(Math.min(left, LOOK_NANOS), NANOSECONDS)) {
                    break;
                }
            }
            Thread t = thread;
            long left = shutdownNanos - (System.nanoTime() - start);
            if (interrupted && t != null && isFirst(t) && !isExiting() && left > 0) {
                NANOSECONDS.timedJoin(t, left); // let main end in peace
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it is the one that the JVM calls {@code main} on: its id is 1, and 3 from 24 on. */
    private static boolean isFirst(Thread thread) {
        ThreadGroup group = thread.getThreadGroup(); // null once it has ended
        return group != null
                && group.getName().equals("main")
                && (thread.getId() <= 3 || thread.getName().equals("main"));
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
     * Cancels the tasks that are not done, in the order of creation, and waits for them; what they throw is told to the
     * loop's exception handler. Then closes the generators that were started and have not ended, waits for the default
     * executor's threads, and closes the loop. Closing again does nothing. A task that does not let its
     * {@link CancelledError} pass is waited for as long as it goes on; the log tells of it, see
     * {@link Builder#cleanUpWarning}.
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
        try (CleanUpWatch watch = new CleanUpWatch(l, cleanUpNanos)) {
            cancelAll(l, watch);
            if (!l.openGenerators().isEmpty()) {
                watch.waitsFor("generators whose clean-up has not ended:");
            }
            l.runUntilComplete(l.shutdownAsyncGens());
            if (l.part(DefaultExecutor.class).exists()) {
                watch.waitsFor("calls on the threads of the loop's executor (toThread, runInExecutor),"
                        + " which have not ended:");
            }
            l.runUntilComplete(l.shutdownDefaultExecutor(Duration.ofMinutes(5)));
        } finally {
            l.close();
            loop = null;
            closed = true;
            ended.countDown();
            Shutdown.remove(this);
        }
    }

    private static void cancelAll(BaseEventLoop loop, CleanUpWatch watch) {
        Set<Task<?>> tasks = loop.tasks();
        if (tasks.isEmpty()) {
            return;
        }
        watch.waitsFor("tasks that were cancelled and have not ended. Who catches a CancelledError is to"
                + " clean up and to throw it again:");
        for (Task<?> task : tasks) {
            task.cancel();
        }
        loop.runUntilComplete(Gathering.settled("Runner.close()", loop, tasks));
        for (Task<?> task : tasks) {
            if (!task.isCancelled()) {
                Throwable e = task.exception();
                if (e != null) {
                    loop.callExceptionHandler(
                            new ErrorContext("unhandled exception during Asyncio.run() shutdown", e, task));
                }
            }
        }
    }

    /** Builds a runner. */
    public static final class Builder {
        private static final Duration SHUTDOWN_TIMEOUT =
                Duration.ofSeconds(Long.getLong("jacquard.shutdown.seconds", 10));

        private static final Duration CLEAN_UP_WARNING =
                Duration.ofSeconds(Long.getLong("jacquard.cleanup.seconds", 10));

        private Supplier<? extends EventLoop> factory =
                () -> EventLoop.builder().build();
        private @Nullable Boolean debug;
        private Duration shutdownTimeout = SHUTDOWN_TIMEOUT;
        private Duration cleanUpWarning = CLEAN_UP_WARNING;

        private Builder() {}

        /** Makes the loop; called once, when it is needed. */
        public Builder loopFactory(Supplier<? extends EventLoop> factory) {
            this.factory = Objects.requireNonNull(factory, "factory is null");
            return this;
        }

        /**
         * Whether the loop is in debug mode. It is in any case where the JVM was started so
         * ({@code -Djacquard.debug=true}, {@code JACQUARD_DEBUG=1}); {@link EventLoop#setDebug} alone switches that
         * off.
         */
        public Builder debug(boolean debug) {
            this.debug = debug;
            return this;
        }

        /**
         * How long the end of the JVM may wait for the clean-up of what runs.
         *
         * @param timeout the time; zero or less: it does not wait, and nothing is cancelled. Without this call: as many
         *     seconds as the system property {@code jacquard.shutdown.seconds} says, or else 10
         */
        public Builder shutdownTimeout(Duration timeout) {
            this.shutdownTimeout = Objects.requireNonNull(timeout, "timeout is null");
            return this;
        }

        /** How long the end of the JVM may wait, as set or without a setting. */
        public Duration shutdownTimeout() {
            return shutdownTimeout;
        }

        /**
         * After what time the log says what {@link Runner#close} waits for: which tasks, and where they stand. It says
         * so again when twice that time is over since then, and so on.
         *
         * @param after real time, whatever the loop's clock; zero or less for never. Without this call: as many seconds
         *     as the system property {@code jacquard.cleanup.seconds} says, or else 10
         */
        public Builder cleanUpWarning(Duration after) {
            this.cleanUpWarning = Objects.requireNonNull(after, "after is null");
            return this;
        }

        /** A runner; its loop is made when it is needed. */
        public Runner build() {
            return new Runner(this);
        }
    }
}
