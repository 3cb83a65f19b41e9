package dev.jacquard.testing;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.waitAll;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of one test on one fresh loop, and looks in the end whether anything was left behind. What
 * {@link AsyncTest} uses; a test can have it as a parameter, and it works without JUnit:
 *
 * <pre>{@code
 * try (AsyncTester tester = AsyncTester.builder().build()) {
 *     tester.run(() -> { await(sleep(Duration.ofDays(30))); return Coroutine.done(); });
 * }
 * }</pre>
 */
public final class AsyncTester implements AutoCloseable {
    private static final ThreadLocal<@Nullable AsyncTester> CURRENT = new ThreadLocal<>();

    private static final String CLEAN_UP = "clean-up";

    private final Builder settings;
    private final TestClock clock;
    private final EventLoop loop;
    private final Context context = Context.copyCurrent();
    private final Leaks leaks = new Leaks();
    private final Leftovers leftovers;
    private final List<Disconnectable> disconnectables = new ArrayList<>();
    private final List<AsyncCloseable> closing = new ArrayList<>();
    private final List<Task<?>> background = new ArrayList<>();
    private boolean inTest; // not in a fixture
    private boolean failed;
    private boolean closed;

    private AsyncTester(Builder settings) {
        this.settings = settings;
        clock = settings.virtual ? TestClock.virtual() : TestClock.real();
        EventLoop.Builder options =
                EventLoop.builder().clock(clock).debug(settings.debug).warnings(leaks::warning);
        if (settings.mishaps != null) {
            options.scheduler(settings.mishaps);
        }
        loop = settings.loopFactory.apply(options);
        leftovers = new Leftovers(loop);
        if (settings.mishaps != null) {
            leftovers.everything();
        }
        loop.setSlowCallbackDuration(Duration.ofDays(1)); // a test's first step loads classes
        loop.setExceptionHandler((l, context) -> leaks.error(context));
    }

    /** Options. */
    public static Builder builder() {
        return new Builder();
    }

    /** The loop. */
    public EventLoop loop() {
        return loop;
    }

    /** Its clock. */
    public TestClock clock() {
        return clock;
    }

    // ---- running -------------------------------------------------------------------------------

    /**
     * Runs a coroutine to its end.
     *
     * @return its result; its exception is thrown as it is
     * @throws TestTimeoutError if it takes too long
     * @throws dev.jacquard.LoopDeadlockException if nothing can happen any more, in virtual time
     */
    public <T extends @Nullable Object> T run(Coroutine<T> coroutine) {
        return run(coroutine, "test");
    }

    /** Runs what was woven: a fixture, or the test itself, to which mishaps may come. */
    void runWoven(Coroutine<?> part) {
        MishapRun mishaps = settings.mishaps;
        if (mishaps == null || !inTest) {
            run(part);
            return;
        }
        mishaps.loopStarts();
        run(mishaps.around(part, disconnectables));
    }

    /** Calls a test method. */
    <X extends Throwable> void test(Part<X> method) throws X {
        inTest = true;
        try {
            method.run();
        } finally {
            inTest = false;
        }
    }

    private <T extends @Nullable Object> T run(Coroutine<T> coroutine, String name) {
        if (closed) {
            throw new IllegalStateException("The tester is closed");
        }
        if (loop.isRunning()) {
            throw new IllegalStateException("A test method was called from a coroutine of the same test. Move what both"
                    + " need to an @Async method that returns Coroutine, and await that.");
        }
        Task<T> task = loop.createTask(coroutine, name, context);
        try {
            return watched(task);
        } catch (Throwable e) {
            failed = true;
            throw e;
        }
    }

    /** Calls a function on the loop, and awaits what it returns. */
    public <T extends @Nullable Object, X extends Exception> T run(ThrowingAsyncCallable<T, X> function) throws X {
        return run(call(function));
    }

    @Async
    private static <T extends @Nullable Object, X extends Exception> Coroutine<T> call(
            ThrowingAsyncCallable<T, X> function) throws X {
        return function.call();
    }

    private <T extends @Nullable Object> T watched(Task<T> task) {
        AsyncTester before = CURRENT.get();
        CURRENT.set(this);
        clock.limit(settings.virtualTimeout);
        try (Watchdog watchdog = new Watchdog(loop, settings.timeout)) {
            try {
                return loop.runUntilComplete(task);
            } catch (TestClock.Exceeded e) {
                throw tooLong(settings.virtualTimeout, "in virtual time", loop.describeTasks(), null);
            } catch (Throwable e) {
                String graph = watchdog.graph();
                if (graph == null) {
                    throw e;
                }
                throw tooLong(settings.timeout, "on the system's clock", graph, e instanceof LoopExit ? null : e);
            }
        } finally {
            setCurrent(before);
        }
    }

    private static TestTimeoutError tooLong(Duration timeout, String where, String graph, @Nullable Throwable cause) {
        return new TestTimeoutError(
                "The test has not ended after "
                        + timeout.toString().substring(2).toLowerCase(Locale.ROOT)
                        + " "
                        + where
                        + ". Its tasks:\n"
                        + graph.stripTrailing(),
                cause);
    }

    /**
     * The context of all that it runs, one part after the other, as {@code asyncio.Runner}'s: what a fixture sets in a
     * {@link dev.jacquard.ContextVar} is there in the test, and after it. Begins as a copy of the one in which the
     * tester was made.
     */
    public Context context() {
        return context;
    }

    /** The one that runs on this thread, or whose test does, or null. */
    static @Nullable AsyncTester current() {
        return CURRENT.get();
    }

    /** Calls something with a tester, or none, as the current one, and in its context. */
    static <X extends Throwable> void with(@Nullable AsyncTester tester, Part<X> part) throws X {
        AsyncTester before = CURRENT.get();
        setCurrent(tester);
        try (Context.Scope scope = tester == null ? null : tester.context.enter()) {
            part.run();
        } finally {
            setCurrent(before);
        }
    }

    private static void setCurrent(@Nullable AsyncTester tester) {
        if (tester == null) {
            CURRENT.remove(); // nothing stays on the thread
        } else {
            CURRENT.set(tester);
        }
    }

    /** A part of a test, or a whole one. */
    interface Part<X extends Throwable> {
        void run() throws X;
    }

    // ---- fixtures ------------------------------------------------------------------------------

    /**
     * Closes a resource when the test has ended, after its {@code @AfterEach} methods; the last that was given first.
     */
    public <R extends AsyncCloseable> R closing(R resource) {
        closing.add(resource);
        return resource;
    }

    /** Starts a task that is cancelled when the test has ended. What it throws before, fails the test. */
    public <T extends @Nullable Object> Task<T> background(Coroutine<T> coroutine, String name) {
        Task<T> task = loop.createTask(coroutine, name, context.copy());
        background.add(task);
        return task;
    }

    // ---- what is to be given back --------------------------------------------------------------

    /**
     * Fails the test if something is left in the end; see {@link Leak#RESOURCES}.
     *
     * @param look tells what
     */
    public void watch(LeftoverProbe.Look look) {
        leftovers.add(Objects.requireNonNull(look, "look is null"));
    }

    /**
     * Fails the test if something is not in the end what it is now: {@code tester.watch("idle connections",
     * pool::idle)}, or {@code tester.watch("items", () -> queue.qsize() + done.size())}.
     *
     * @param what for the report
     * @param state what is compared, by {@code equals}
     */
    public void watch(String what, Supplier<? extends @Nullable Object> state) {
        leftovers.add(new WatchedState(what, state));
    }

    /**
     * Fails the test if a lock is still held in the end.
     *
     * @return the same lock
     */
    public AsyncLock watch(AsyncLock lock) {
        watch("AsyncLock.isLocked()", lock::isLocked);
        return lock;
    }

    /**
     * Fails the test if a condition's lock is still held in the end.
     *
     * @return the same condition
     */
    public AsyncCondition watch(AsyncCondition condition) {
        watch("AsyncCondition.isLocked()", condition::isLocked);
        return condition;
    }

    /**
     * Fails the test if a semaphore has not as many permits in the end as now.
     *
     * @return the same semaphore
     */
    public AsyncSemaphore watch(AsyncSemaphore semaphore) {
        watch(semaphore.getClass().getSimpleName() + ".permits()", semaphore::permits);
        return semaphore;
    }

    void addDisconnectable(Disconnectable made) {
        disconnectables.add(made);
    }

    // ---- the end -------------------------------------------------------------------------------

    /**
     * Closes what was given to {@link #closing}, cancels what is left, and closes the loop.
     *
     * @throws LeakError if something was left behind that is not allowed; if the test has failed anyway, only for
     *     exceptions that nobody has seen
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            run(closeResources(), CLEAN_UP); // of a test that has failed, too
            run(findLeaks(), CLEAN_UP);
        } finally {
            closed = true;
            try {
                watched(loop.createTask(endAll(), CLEAN_UP));
            } finally {
                leaks.close();
                loop.close();
            }
        }
        Set<Leak> ignored = EnumSet.noneOf(Leak.class);
        ignored.addAll(settings.allowed);
        if (failed) {
            ignored.addAll(EnumSet.complementOf(EnumSet.of(Leak.EXCEPTIONS)));
        }
        leaks.check(ignored);
    }

    /** The test has failed elsewhere. */
    void failed() {
        failed = true;
    }

    @Async
    private Coroutine<Void> closeResources() {
        for (int i = closing.size() - 1; i >= 0; i--) {
            await(closing.get(i).closeAsync());
        }
        return Coroutine.done();
    }

    /** What was told to end has until all is blocked. */
    @Async
    private Coroutine<Void> findLeaks() {
        Set<Task<?>> cancelled = new LinkedHashSet<>();
        for (Task<?> task : background) {
            task.cancel();
        }
        for (Task<?> task : allTasks()) {
            if (task == currentTask()) {
                continue;
            }
            if (task.cancelling() > 0) {
                cancelled.add(task);
            } else {
                leaks.task(task);
            }
        }
        if (!cancelled.isEmpty()) {
            await(clock.allTasksBlocked());
            cancelled.removeIf(Task::isDone);
            cancelled.forEach(leaks::task);
        }
        if (leaks.hasTasks()) {
            leaks.graph(loop.describeTasks(), CLEAN_UP);
        }
        loop.openGenerators().forEach(leaks::generator);
        await(leftovers.find()).forEach(leaks::resource);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> endAll() {
        Set<Task<?>> left = new LinkedHashSet<>(allTasks());
        left.remove(currentTask());
        for (Task<?> task : left) {
            task.cancel();
        }
        if (!left.isEmpty()) {
            await(waitAll(left));
            for (Task<?> task : left) {
                if (!task.isCancelled() && task.exception() != null && !failed) {
                    leaks.error(new ErrorContext(
                            "A task failed when it was cancelled at the end",
                            task.exception(),
                            task,
                            task.createdAt()));
                }
            }
        }
        await(loop.shutdownAsyncGens());
        await(loop.shutdownDefaultExecutor());
        return Coroutine.done();
    }

    /** Options for a tester. */
    public static final class Builder {
        private boolean virtual = true;
        private boolean debug = true;
        private Duration timeout = Duration.ofSeconds(30);
        private Duration virtualTimeout = Duration.ofDays(3650);
        private final Set<Leak> allowed = EnumSet.noneOf(Leak.class);
        private Function<EventLoop.Builder, EventLoop> loopFactory = EventLoop.Builder::build;
        private @Nullable MishapRun mishaps;

        private Builder() {}

        /** Uses a clock that jumps, as without this call. */
        public Builder virtualTime() {
            virtual = true;
            return this;
        }

        /** Uses the system's clock. */
        public Builder realTime() {
            virtual = false;
            return this;
        }

        /** Whether the clock jumps. */
        public boolean isVirtualTime() {
            return virtual;
        }

        /**
         * Whether the loop is in debug mode, as it is without this call. Without it, coroutines that are never awaited
         * are not found, and reports do not tell where something was created.
         */
        public Builder debug(boolean on) {
            debug = on;
            return this;
        }

        /** How long each part of a test may take on the system's clock: 30 seconds without this call. */
        public Builder timeout(Duration timeout) {
            this.timeout = positive(timeout);
            return this;
        }

        /** How long each part of a test may take in virtual time: ten years without this call. */
        public Builder virtualTimeout(Duration timeout) {
            this.virtualTimeout = positive(timeout);
            return this;
        }

        private static Duration positive(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("A timeout has to be positive: " + timeout);
            }
            return timeout;
        }

        /** What may be left behind. */
        public Builder allow(Leak... leaks) {
            allowed.addAll(List.of(leaks));
            return this;
        }

        /** Makes the loop, from options that are set already; it may set more. */
        public Builder loopFactory(Function<EventLoop.Builder, EventLoop> factory) {
            loopFactory = factory;
            return this;
        }

        /** What is to happen to the test. */
        Builder mishaps(MishapRun run) {
            mishaps = run;
            return this;
        }

        /** A tester with a new loop. */
        public AsyncTester build() {
            return new AsyncTester(this);
        }
    }
}
