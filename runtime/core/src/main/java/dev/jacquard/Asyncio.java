package dev.jacquard;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The functions of Python's {@code asyncio}, to be imported statically. */
public final class Asyncio {
    private static final TaskFactory EAGER =
            new TaskFactory() {
                @Override
                public <T extends @Nullable Object> Task<T> create(
                        EventLoop loop,
                        Coroutine<T> coroutine,
                        @Nullable String name,
                        @Nullable Context context) {
                    return Task.create(loop, coroutine, name, context, true);
                }
            };

    private Asyncio() {}

    // ---- the language --------------------------------------------------------------------------

    /**
     * Suspends the task until the awaitable is done. Python's {@code await}.
     *
     * @return the result; an exception is thrown as it is
     * @throws CancelledError if the task, or what it awaits, is cancelled
     */
    public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) {
        throw notWoven("await");
    }

    /** The same for a stage; cancelling the await cancels the stage. */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        throw notWoven("await");
    }

    /**
     * The same, declared to throw a checked exception that a task or future has lost from its type.
     */
    public static <T extends @Nullable Object, X extends Throwable> T await(
            Awaitable<T> awaitable, Class<X> thrown) throws X {
        throw notWoven("await");
    }

    /** The same for a stage. */
    public static <T extends @Nullable Object, X extends Throwable> T await(
            CompletionStage<T> stage, Class<X> thrown) throws X {
        throw notWoven("await");
    }

    /**
     * Gives a value to who iterates over this generator, and suspends until it wants the next.
     * Python's {@code yield}.
     */
    public static <V extends @Nullable Object> void emit(V value) {
        throw notWoven("emit");
    }

    /**
     * Emits a value, and gives what the next call sends. Python's {@code got = yield value}.
     *
     * @param value the value
     * @return what was sent with {@link AsyncGenerator#send}, null for any other call
     */
    public static <V extends @Nullable Object> @Nullable Object emitAndReceive(V value) {
        throw notWoven("emitAndReceive");
    }

    private static IllegalStateException notWoven(String what) {
        return new IllegalStateException(
                StackWalker.getInstance()
                                .walk(s -> s.skip(2).findFirst())
                                .map(f -> f.toStackTraceElement().toString())
                                .orElse("Code")
                        + " called "
                        + what
                        + " but is not woven. Weave it: either start the JVM with"
                        + " -javaagent:jacquard-agent.jar, or weave at build time with the"
                        + " jacquard-maven-plugin, or with: java -jar jacquard-agent.jar weave"
                        + " DIRECTORY. The method has to be annotated @Async, or be a lambda that"
                        + " returns Coroutine.");
    }

    // ---- running -------------------------------------------------------------------------------

    /**
     * Runs a coroutine on a new loop on this thread, cleans up, and gives its result. {@code
     * asyncio.run}.
     */
    public static <T extends @Nullable Object> T run(Coroutine<T> main) {
        return run(main, BaseEventLoop.DEBUG);
    }

    /** The same, in debug mode or not. */
    public static <T extends @Nullable Object> T run(Coroutine<T> main, boolean debug) {
        Runner.checkNoLoop("Asyncio.run()");
        Objects.requireNonNull(main, "main");
        try (Runner runner = Runner.builder().debug(debug).build()) {
            return runner.run(main);
        }
    }

    /** Calls a function in a new loop on this thread, awaits what it returns, and cleans up. */
    public static <T extends @Nullable Object, X extends Exception> T run(
            ThrowingAsyncCallable<T, X> main) throws X {
        return run(new CallCoroutine<>(Objects.requireNonNull(main, "main")));
    }

    /** A new loop on the system's clock, not running. */
    public static EventLoop newEventLoop() {
        return EventLoop.builder().build();
    }

    /**
     * The loop that runs on this thread.
     *
     * @throws IllegalStateException if there is none
     */
    public static EventLoop getRunningLoop() {
        return Current.loop("getRunningLoop()");
    }

    // ---- tasks ---------------------------------------------------------------------------------

    /**
     * Starts a task on the running loop: the coroutine runs concurrently, from the next round on.
     */
    public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
        return Current.loop("createTask()").createTask(coroutine, null, null);
    }

    /** The same with a name. */
    public static <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name) {
        return Current.loop("createTask()").createTask(coroutine, name, null);
    }

    /** The same in a context, or null for a copy of the current one. */
    public static <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context) {
        return Current.loop("createTask()").createTask(coroutine, name, context);
    }

    /** The task that is running on this thread, or null. */
    public static @Nullable Task<?> currentTask() {
        return Current.loop("currentTask()").currentTask();
    }

    /** The running loop's tasks that are not done, in the order of creation. */
    public static Set<Task<?>> allTasks() {
        return Current.loop("allTasks()").tasks();
    }

    /** A loop's tasks that are not done, in the order of creation. */
    public static Set<Task<?>> allTasks(EventLoop loop) {
        return BaseEventLoop.of(loop).tasks();
    }

    /**
     * Prints what each task of the running loop waits for. {@code asyncio.print_call_graph} for all
     * tasks; see {@link EventLoop#describeTasks}.
     */
    public static void printTasks() {
        System.out.print(Current.loop("printTasks()").describeTasks());
    }

    /**
     * Makes tasks that do their first step where they are created. {@code
     * asyncio.eager_task_factory}.
     */
    public static TaskFactory eagerTaskFactory() {
        return EAGER;
    }

    // ---- waiting -------------------------------------------------------------------------------

    /** Suspends the task for a time; zero or less lets the others run once. */
    public static Coroutine<Void> sleep(Duration duration) {
        return sleepNanos(BaseEventLoop.nanos(duration));
    }

    /** {@link #sleep(Duration)} in milliseconds. */
    public static Coroutine<Void> sleep(long millis) {
        return millis <= 0
                ? Leaf.Yield.INSTANCE
                : sleepNanos(java.util.concurrent.TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @SuppressWarnings("NullAway")
    private static Coroutine<Void> sleepNanos(long nanos) {
        return nanos <= 0 ? Leaf.Yield.INSTANCE : new Leaf.Sleep<>(nanos, null);
    }

    /** Suspends the task for a time, then gives a value. */
    public static <T extends @Nullable Object> Coroutine<T> sleep(Duration duration, T value) {
        return new Leaf.Sleep<>(BaseEventLoop.nanos(duration), value);
    }

    /**
     * Runs all concurrently; coroutines become tasks. {@code asyncio.gather}.
     *
     * @return the results, in the order of the arguments; the first exception, while the others go
     *     on. Cancelling it cancels all
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> Future<List<T>> gather(
            Awaitable<? extends T>... xs) {
        return gather(Arrays.asList(xs));
    }

    /** {@link #gather(Awaitable...)} of a collection. */
    public static <T extends @Nullable Object> Future<List<T>> gather(
            Collection<? extends Awaitable<? extends T>> xs) {
        return Gathering.results(loopOf(xs, "gather()"), xs);
    }

    /** Runs all concurrently, until each has a result, an exception, or was cancelled. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherSettled(
            Awaitable<? extends T>... xs) {
        return gatherSettled(Arrays.asList(xs));
    }

    /** {@link #gatherSettled(Awaitable...)} of a collection. */
    public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherSettled(
            Collection<? extends Awaitable<? extends T>> xs) {
        return Gathering.settled(loopOf(xs, "gatherSettled()"), xs);
    }

    /** The running loop, or the one of the first future. */
    private static BaseEventLoop loopOf(Collection<? extends Awaitable<?>> xs, String what) {
        BaseEventLoop loop = Current.get().loop;
        if (loop == null) {
            for (Awaitable<?> x : xs) {
                if (x instanceof Future<?> future) {
                    return future.loop;
                }
            }
            throw Current.noLoop(what);
        }
        return loop;
    }

    // ---- threads -------------------------------------------------------------------------------

    /**
     * Calls a blocking function on another thread, in a copy of the current context. {@code
     * asyncio.to_thread}.
     */
    public static <T extends @Nullable Object> Coroutine<T> toThread(Callable<T> blocking) {
        Objects.requireNonNull(blocking, "callable");
        return new CallCoroutine<>(
                () -> {
                    BaseEventLoop loop = Current.loop("toThread()");
                    Context context = loop.copyContext();
                    return loop.runInExecutor(null, () -> context.call(blocking)).asCoroutine();
                });
    }

    /**
     * Starts a task on a loop that runs on another thread.
     *
     * @return the task's result; cancelling it, from any thread, cancels the task
     */
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadSafe(
            Coroutine<T> coroutine, EventLoop loop) {
        Objects.requireNonNull(coroutine, "coroutine");
        return ThreadSafeCall.start(coroutine, BaseEventLoop.of(loop));
    }
}
