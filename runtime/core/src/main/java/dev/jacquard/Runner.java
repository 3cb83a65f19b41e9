package dev.jacquard;

import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one coroutine after the other on one loop, and cleans up in the end: cancels the tasks that
 * are left, closes the generators, shuts the executor down. {@code asyncio.Runner}.
 */
public final class Runner implements AutoCloseable {
    private final Supplier<? extends EventLoop> factory;
    private final @Nullable Boolean debug;
    private @Nullable BaseEventLoop loop;
    private @Nullable Context context;
    private boolean closed;

    /** A runner with a new loop on the system's clock. */
    public Runner() {
        this(builder());
    }

    private Runner(Builder builder) {
        this.factory = builder.factory;
        this.debug = builder.debug;
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

    /** The same in a context, or, if null, in the runner's own, which all its runs share. */
    public <T extends @Nullable Object> T run(Coroutine<T> coroutine, @Nullable Context context) {
        Objects.requireNonNull(coroutine, "coroutine");
        checkNoLoop("Runner.run()");
        BaseEventLoop l = loop();
        return l.runUntilComplete(
                l.createTask(coroutine, null, context == null ? this.context : context));
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
        }
        return l;
    }

    /** Cleans up and closes the loop. */
    @Override
    public void close() {
        BaseEventLoop l = loop;
        if (closed || l == null) {
            closed = true;
            return;
        }
        try {
            cancelAll(l);
            l.runUntilComplete(l.shutdownAsyncGens());
            l.runUntilComplete(l.shutdownDefaultExecutor());
        } finally {
            l.close();
            loop = null;
            closed = true;
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
        private Supplier<? extends EventLoop> factory = Asyncio::newEventLoop;
        private @Nullable Boolean debug;

        private Builder() {}

        /** Who makes the loop. */
        public Builder loopFactory(Supplier<? extends EventLoop> factory) {
            this.factory = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /** Whether the loop is in debug mode. */
        public Builder debug(boolean debug) {
            this.debug = debug;
            return this;
        }

        /** A runner; its loop is made when it is needed. */
        public Runner build() {
            return new Runner(this);
        }
    }
}
