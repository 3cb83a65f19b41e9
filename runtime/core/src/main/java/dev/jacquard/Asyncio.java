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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The functions of Python's {@code asyncio}, to be imported statically. */
public final class Asyncio {
    private Asyncio() {}

    // ---- the language --------------------------------------------------------------------------

    /**
     * Suspends the task until the awaitable is done. Python's {@code await}.
     *
     * @return the result; an exception is thrown as it is
     * @throws CancelledError if the task, or what it awaits, is cancelled
     */
    public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) {
        throw NotWoven.calling("await");
    }

    /** Waits for a stage and gives its result. Cancelling the await cancels the stage. */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        throw NotWoven.calling("await");
    }

    /** Waits for an awaitable, and declares a checked exception that a task or future has lost from its type. */
    public static <T extends @Nullable Object, X extends Throwable> T await(Awaitable<T> awaitable, Class<X> thrown)
            throws X {
        throw NotWoven.calling("await");
    }

    /** Waits for a stage, and declares a checked exception that the stage may fail with. */
    public static <T extends @Nullable Object, X extends Throwable> T await(CompletionStage<T> stage, Class<X> thrown)
            throws X {
        throw NotWoven.calling("await");
    }

    /** Gives a value to whoever iterates over this generator, and suspends until it wants the next: {@code yield}. */
    public static <V extends @Nullable Object> void emit(V value) {
        throw NotWoven.calling("emit");
    }

    /**
     * Emits a value, and gives what the next call sends. Python's {@code got = yield value}.
     *
     * @param value the value
     * @return what was sent with {@link AsyncGenerator#send}, null for any other call
     */
    public static <V extends @Nullable Object> @Nullable Object emitAndReceive(V value) {
        throw NotWoven.calling("emitAndReceive");
    }

    // ---- running -------------------------------------------------------------------------------

    /** Runs a coroutine on a new loop on this thread, cleans up, and gives its result. {@code asyncio.run}. */
    public static <T extends @Nullable Object> T run(Coroutine<T> main) {
        return run(main, BaseEventLoop.DEBUG);
    }

    /**
     * {@link #run(Coroutine)}, in debug mode or not.
     *
     * @param main what to run
     * @param debug whether it is in debug mode; it is in any case where the JVM was started so, see
     *     {@link Runner.Builder#debug}
     */
    public static <T extends @Nullable Object> T run(Coroutine<T> main, boolean debug) {
        Runner.checkNoLoop("Asyncio.run()");
        Objects.requireNonNull(main, "main is null");
        return Runner.builder().debug(debug).build().runAndClose(main);
    }

    /** Calls a function in a new loop on this thread, awaits what it returns, and cleans up. */
    public static <T extends @Nullable Object, X extends Exception> T run(ThrowingAsyncCallable<T, X> main) throws X {
        return run(new CallCoroutine<>(Objects.requireNonNull(main, "main is null")));
    }

    /**
     * Runs whatever can be awaited on a new loop on this thread, cleans up, and gives its result. A task of the loop
     * awaits it. {@code asyncio.run}, since Python 3.14.
     *
     * @param main an {@link Awaitable}, see {@link AnyAwaitable}
     */
    public static <T extends @Nullable Object> T run(AnyAwaitable<T> main) {
        return run(CallCoroutine.awaiting(main));
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

    /** Starts a task on the running loop: the coroutine runs concurrently, from the next round on. */
    public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
        return Current.loop("createTask()").createTask(coroutine, null, null);
    }

    /** Starts a task with a name. */
    public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, @Nullable String name) {
        return Current.loop("createTask()").createTask(coroutine, name, null);
    }

    /** Starts a task with a name, in a context; null is for a copy of the current one. */
    public static <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context) {
        return Current.loop("createTask()").createTask(coroutine, name, context);
    }

    /**
     * Starts a task on the running loop, at once or not, whatever the loop's task factory does. {@code create_task(...,
     * eager_start=...)}, since Python 3.14.
     *
     * @param eagerStart see {@link #createTask(Coroutine, String, Context, Boolean)}
     */
    public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, boolean eagerStart) {
        return createTask(coroutine, null, null, eagerStart);
    }

    /** {@link #createTask(Coroutine, boolean)} with a name. */
    public static <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, boolean eagerStart) {
        return createTask(coroutine, name, null, eagerStart);
    }

    /**
     * Starts a task on the running loop. {@code asyncio.create_task} with all its arguments.
     *
     * @param coroutine what it does
     * @param name its name, or null for a numbered one
     * @param context its context, or null for a copy of the current one
     * @param eagerStart true: its first step is done before this returns, up to where it really waits, and what the
     *     step throws as {@link LoopExit} is thrown here (in the next round, if so many such starts are going on inside
     *     of one another that the stack is used up). False: it starts in the next round. Null: the loop's task factory
     *     decides, see {@link #eagerTaskFactory}
     * @return the task; one that has not waited is done
     * @throws UnsupportedOperationException if the loop's task factory knows nothing of {@code eagerStart}
     */
    public static <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context, @Nullable Boolean eagerStart) {
        return Current.loop("createTask()").createTask(coroutine, name, context, eagerStart);
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

    // ---- who waits for whom --------------------------------------------------------------------

    /**
     * The call graph of the current task: where it is, and who waits for it. {@code asyncio.capture_call_graph}, since
     * Python 3.14.
     *
     * @return null if no task is running, as in a callback
     * @throws IllegalStateException if no loop is running on this thread
     */
    public static @Nullable FutureCallGraph captureCallGraph() {
        Task<?> task = Current.loop("captureCallGraph()").currentTask();
        return task == null ? null : captureCallGraph(task);
    }

    /**
     * The call graph of a task or future: its calls, and who waits for it, directly or by way of others.
     *
     * @param future one of a loop that runs on this thread, or not at all
     * @throws IllegalStateException if its loop runs on another thread: {@link EventLoop#describeTasks} may be called
     *     on any
     */
    public static FutureCallGraph captureCallGraph(Future<?> future) {
        return captureCallGraph(future, Integer.MAX_VALUE);
    }

    /**
     * {@link #captureCallGraph(Future)} with some of the calls only.
     *
     * @param limit how many calls of each task: so many of the innermost; of the outermost, if it is negative; none, if
     *     it is 0
     */
    public static FutureCallGraph captureCallGraph(Future<?> future, int limit) {
        return new CallGraphs(Objects.requireNonNull(future, "future").loop, limit).capture(future);
    }

    /**
     * The call graphs of all tasks of the running loop that are not done, in the order of creation; see
     * {@link #captureCallGraph(Future)}. What several have in common is captured once.
     */
    public static List<FutureCallGraph> captureCallGraphs() {
        return captureCallGraphs(Current.loop("captureCallGraphs()"));
    }

    /**
     * The call graphs of all tasks of a loop.
     *
     * @param loop one that runs on this thread, or not at all
     */
    public static List<FutureCallGraph> captureCallGraphs(EventLoop loop) {
        return CallGraphs.ofAll(BaseEventLoop.of(loop));
    }

    /**
     * The call graph of the current task as text, empty if there is none. {@code asyncio.format_call_graph}; see
     * {@link FutureCallGraph#format(int)}.
     */
    public static String formatCallGraph() {
        FutureCallGraph graph = captureCallGraph();
        return graph == null ? "" : graph.format();
    }

    /** The call graph of a task or future as text. */
    public static String formatCallGraph(Future<?> future) {
        return captureCallGraph(future).format();
    }

    /** Prints the call graph of the current task. {@code asyncio.print_call_graph}. */
    public static void printCallGraph() {
        System.out.print(formatCallGraph());
    }

    /** Prints the call graph of a task or future. */
    public static void printCallGraph(Future<?> future) {
        System.out.print(formatCallGraph(future));
    }

    /**
     * Prints what each task of the running loop waits for. {@code asyncio.print_call_graph} for all tasks, but from the
     * waiting ones down; see {@link EventLoop#describeTasks}.
     */
    public static void printTasks() {
        System.out.print(Current.loop("printTasks()").describeTasks());
    }

    /** Makes tasks that do their first step where they are created. {@code asyncio.eager_task_factory}. */
    public static TaskFactory eagerTaskFactory() {
        return EagerTasks.FACTORY;
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
     * @return the results, in the order of the arguments; the first exception, while the others go on. Cancelling it
     *     cancels all
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> Future<List<T>> gather(Awaitable<? extends T>... xs) {
        return Gathering.results("gather()", xs == null ? null : Arrays.asList(xs));
    }

    /** {@link #gather(Awaitable...)} of a collection. */
    public static <T extends @Nullable Object> Future<List<T>> gather(Collection<? extends Awaitable<? extends T>> xs) {
        return Gathering.results("gather()", xs);
    }

    /** Runs all concurrently, until each has a result, an exception, or was cancelled. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherSettled(Awaitable<? extends T>... xs) {
        return Gathering.settled("gatherSettled()", xs == null ? null : Arrays.asList(xs));
    }

    /** {@link #gatherSettled(Awaitable...)} of a collection. */
    public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherSettled(
            Collection<? extends Awaitable<? extends T>> xs) {
        return Gathering.settled("gatherSettled()", xs);
    }

    /**
     * Waits until one of the futures is done. {@code asyncio.wait(..., FIRST_COMPLETED)}.
     *
     * @param futures tasks and other futures, at least one; they are not cancelled when the wait is
     * @return a coroutine of those that are done and those that are not. It throws {@link IllegalArgumentException} if
     *     there are no futures, and no exception of any of them
     */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitAny(Collection<F> futures) {
        return Waiting.of(Waiting.Until.ANY, futures, null);
    }

    /**
     * Waits until one of the futures is done, for some time at most.
     *
     * @param timeout after which it gives what is done then, perhaps nothing; null for no limit
     */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitAny(
            Collection<F> futures, @Nullable Duration timeout) {
        return Waiting.of(Waiting.Until.ANY, futures, timeout);
    }

    /**
     * Waits until one of the futures has an exception (a cancellation is none), or all are done.
     * {@code asyncio.wait(..., FIRST_EXCEPTION)}. See {@link #waitAny(Collection)}.
     */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitFirstException(Collection<F> futures) {
        return Waiting.of(Waiting.Until.FIRST_EXCEPTION, futures, null);
    }

    /**
     * Waits until one has failed or all are done, for some time at most. See {@link #waitAny(Collection, Duration)}.
     */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitFirstException(
            Collection<F> futures, @Nullable Duration timeout) {
        return Waiting.of(Waiting.Until.FIRST_EXCEPTION, futures, timeout);
    }

    /** Waits until all of the futures are done. {@code asyncio.wait}. See {@link #waitAny(Collection)}. */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitAll(Collection<F> futures) {
        return Waiting.of(Waiting.Until.ALL, futures, null);
    }

    /** Waits until all are done, for some time at most. See {@link #waitAny(Collection, Duration)}. */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitAll(
            Collection<F> futures, @Nullable Duration timeout) {
        return Waiting.of(Waiting.Until.ALL, futures, timeout);
    }

    /**
     * Awaits something for some time at most. {@code asyncio.wait_for}.
     *
     * @param awaitable what to await; when the time is over it is cancelled, and waited for until it has ended
     * @param timeout how long, from where the coroutine starts; zero or less: it must be done already; null: as long as
     *     it takes
     * @return a coroutine of its result. It throws {@link AsyncTimeoutException}, which says what was awaited, the
     *     limit and where it was, when the time was over, and {@link CancelledError} when it, or the task that waits,
     *     was cancelled
     */
    public static <T extends @Nullable Object> Coroutine<T> waitFor(
            Awaitable<T> awaitable, @Nullable Duration timeout) {
        return WaitFor.run(Objects.requireNonNull(awaitable, "awaitable is null"), timeout);
    }

    /**
     * Runs code for some time at most. {@code async with asyncio.timeout(...)}.
     *
     * @param after how long, from where the coroutine starts; null for as long as it likes (a deadline may be set
     *     later)
     * @param body the code, given the timeout, which it may reschedule
     * @return a coroutine of what the body gives, see {@link Timeout#run}
     * @throws X if the body does
     */
    public static <T extends @Nullable Object, X extends Exception> Coroutine<T> timeout(
            @Nullable Duration after, ThrowingAsyncFunction<? super Timeout, T, X> body) throws X {
        return Timeout.runAfter(after, Objects.requireNonNull(body, "body is null"));
    }

    /**
     * Runs code until some time at most. {@code async with asyncio.timeout_at(...)}.
     *
     * @param when a time of the loop's clock, see {@link EventLoop#time}; null for none
     * @param body the code, given the timeout, which it may reschedule
     * @return a coroutine of what the body gives, see {@link Timeout#run}
     * @throws X if the body does
     */
    public static <T extends @Nullable Object, X extends Exception> Coroutine<T> timeoutAt(
            @Nullable Duration when, ThrowingAsyncFunction<? super Timeout, T, X> body) throws X {
        return Timeout.runAt(when, Objects.requireNonNull(body, "body is null"));
    }

    /**
     * Protects something from being cancelled. {@code asyncio.shield}.
     *
     * @param awaitable what to protect; a coroutine becomes a task at once
     * @return a future of its result (itself if it is a future that is done). Cancelling that future leaves the other
     *     alone; an exception that it has later is told to the loop's exception handler (since Python 3.14), even if
     *     somebody else awaits it
     */
    public static <T extends @Nullable Object> Future<T> shield(Awaitable<T> awaitable) {
        return Shield.of(Given.one("shield()", awaitable).startOne());
    }

    /**
     * Runs all concurrently, and gives each when it is done. {@code asyncio.as_completed}.
     *
     * @param xs what to await; coroutines become tasks at once
     * @return the futures, to be gone through by a {@code for} in {@code @Async} code, in the order in which they are
     *     done; see {@link Completions} for another way
     */
    public static <T extends @Nullable Object> Completions<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> xs) {
        return asCompleted(xs, null);
    }

    /**
     * The results in the order in which they come, for some time at most. After that, an {@link AsyncTimeoutException}
     * is thrown for each that is not done. They go on.
     *
     * @param timeout how long, from now on, or null for no limit
     */
    public static <T extends @Nullable Object> Completions<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> xs, @Nullable Duration timeout) {
        return Completions.of(Given.to("asCompleted()", xs), timeout);
    }

    // ---- threads -------------------------------------------------------------------------------

    /**
     * Calls a blocking function on another thread, in a copy of the current context. {@code asyncio.to_thread}.
     *
     * @return its result, or the very exception that it throws. Cancelling the await ends the waiting at once; a call
     *     that has begun goes on, and nobody hears of its end: what it opens stays open, unless it is told what to do
     *     then ({@link #toThread(Callable, Consumer)})
     * @see #toThreadInterruptibly
     */
    public static <T extends @Nullable Object> Coroutine<T> toThread(Callable<T> blocking) {
        return OtherThread.call(Objects.requireNonNull(blocking, "callable is null"), false);
    }

    /**
     * {@link #toThread(Callable)} for a function that opens something: whoever is cancelled while it is opened cannot
     * close it.
     *
     * <pre>{@code
     * try (Socket socket = await(toThread(() -> new Socket(host, port), Closing::quietly))) { ... }
     * }</pre>
     *
     * @param blocking opens it
     * @param discard closes what was opened if the await is cancelled, whether before it is there or when it has just
     *     arrived. Called on the other thread or on the loop's, so it should not block for long, nor throw
     * @return what was opened, or the very exception
     */
    public static <T extends @Nullable Object> Coroutine<T> toThread(
            Callable<T> blocking, Consumer<? super T> discard) {
        return HandOff.make(
                Objects.requireNonNull(blocking, "callable is null"),
                Objects.requireNonNull(discard, "discard is null"));
    }

    /**
     * {@link #toThread(Callable)} whose cancellation interrupts the thread and waits until the call has ended. See
     * {@link EventLoop#runInExecutorInterruptibly} for what is raised then.
     */
    public static <T extends @Nullable Object> Coroutine<T> toThreadInterruptibly(Callable<T> blocking) {
        return OtherThread.call(Objects.requireNonNull(blocking, "callable is null"), true);
    }

    /**
     * Starts a task on a loop that runs on another thread.
     *
     * @return the task's result; cancelling it, from any thread, cancels the task
     */
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadSafe(
            Coroutine<T> coroutine, EventLoop loop) {
        Objects.requireNonNull(coroutine, "coroutine is null");
        return ThreadSafeCall.start(coroutine, BaseEventLoop.of(loop));
    }
}
