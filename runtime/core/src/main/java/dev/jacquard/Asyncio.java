package dev.jacquard;

import dev.jacquard.annotations.Async;
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

    /**
     * Waits until one of the futures is done. {@code asyncio.wait(..., FIRST_COMPLETED)}.
     *
     * @param futures tasks and other futures, at least one; they are not cancelled when the wait is
     * @return a coroutine of those that are done and those that are not. It throws {@link
     *     IllegalArgumentException} if there are no futures, and no exception of any of them
     */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitAny(Collection<F> futures) {
        return Waiting.of(Waiting.Until.ANY, futures, null);
    }

    /**
     * The same for some time at most.
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
    public static <F extends Future<?>> Coroutine<Waited<F>> waitFirstException(
            Collection<F> futures) {
        return Waiting.of(Waiting.Until.FIRST_EXCEPTION, futures, null);
    }

    /** The same for some time at most. See {@link #waitAny(Collection, Duration)}. */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitFirstException(
            Collection<F> futures, @Nullable Duration timeout) {
        return Waiting.of(Waiting.Until.FIRST_EXCEPTION, futures, timeout);
    }

    /**
     * Waits until all of the futures are done. {@code asyncio.wait}. See {@link
     * #waitAny(Collection)}.
     */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitAll(Collection<F> futures) {
        return Waiting.of(Waiting.Until.ALL, futures, null);
    }

    /** The same for some time at most. See {@link #waitAny(Collection, Duration)}. */
    public static <F extends Future<?>> Coroutine<Waited<F>> waitAll(
            Collection<F> futures, @Nullable Duration timeout) {
        return Waiting.of(Waiting.Until.ALL, futures, timeout);
    }

    /**
     * Awaits something for some time at most. {@code asyncio.wait_for}.
     *
     * @param awaitable what to await; when the time is over it is cancelled, and waited for until
     *     it has ended
     * @param timeout how long, from where the coroutine starts; zero or less: it must be done
     *     already; null: as long as it takes
     * @return a coroutine of its result. It throws {@link AsyncTimeoutException}, without a
     *     message, when the time was over, and {@link CancelledError} when it, or the task that
     *     waits, was cancelled
     */
    public static <T extends @Nullable Object> Coroutine<T> waitFor(
            Awaitable<T> awaitable, @Nullable Duration timeout) {
        return WaitFor.run(Objects.requireNonNull(awaitable, "awaitable"), timeout);
    }

    /**
     * Runs code for some time at most. {@code async with asyncio.timeout(...)}.
     *
     * @param after how long, from where the coroutine starts; null for as long as it likes (a
     *     deadline may be set later)
     * @param body the code, given the timeout, which it may reschedule
     * @return a coroutine of what the body gives, see {@link Timeout#run}
     * @throws X if the body does
     */
    public static <T extends @Nullable Object, X extends Exception> Coroutine<T> timeout(
            @Nullable Duration after, ThrowingAsyncFunction<? super Timeout, T, X> body) throws X {
        return Timeout.runAfter(after, Objects.requireNonNull(body, "body"));
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
        return Timeout.runAt(when, Objects.requireNonNull(body, "body"));
    }

    /**
     * Protects something from being cancelled. {@code asyncio.shield}.
     *
     * @param awaitable what to protect; a coroutine becomes a task at once
     * @return a future of its result (itself if it is a future that is done). Cancelling that
     *     future leaves the other alone; an exception that it has later is then told to nobody
     */
    public static <T extends @Nullable Object> Future<T> shield(Awaitable<T> awaitable) {
        BaseEventLoop loop = loopOf(List.of(awaitable), "shield()");
        return Shield.of(loop.ensureFuture(awaitable));
    }

    /**
     * Runs all concurrently, and gives each when it is done. {@code asyncio.as_completed}.
     *
     * @param xs what to await; coroutines become tasks at once
     * @return the futures, to be gone through by a {@code for} in {@code @Async} code, in the order
     *     in which they are done; see {@link Completions} for another way
     */
    public static <T extends @Nullable Object> Completions<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> xs) {
        return asCompleted(xs, null);
    }

    /**
     * The same for some time at most: after it, {@link AsyncTimeoutException} is thrown for each
     * that is not done. They go on.
     *
     * @param timeout how long, from now on, or null for no limit
     */
    public static <T extends @Nullable Object> Completions<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> xs, @Nullable Duration timeout) {
        return Completions.of(loopOf(xs, "asCompleted()"), xs, timeout);
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
     *
     * @return its result, or the very exception that it throws. Cancelling the await ends the
     *     waiting at once; a call that has begun goes on, and nobody hears of its end
     * @see #toThreadInterruptibly
     */
    public static <T extends @Nullable Object> Coroutine<T> toThread(Callable<T> blocking) {
        return callOnThread(Objects.requireNonNull(blocking, "callable"), false);
    }

    /**
     * {@link #toThread} whose cancellation interrupts the thread and waits until the call has
     * ended. See {@link EventLoop#runInExecutorInterruptibly} for what is raised then.
     */
    public static <T extends @Nullable Object> Coroutine<T> toThreadInterruptibly(
            Callable<T> blocking) {
        return callOnThread(Objects.requireNonNull(blocking, "callable"), true);
    }

    @Async
    private static <T extends @Nullable Object> Coroutine<T> callOnThread(
            Callable<T> blocking, boolean interruptibly) {
        BaseEventLoop loop = Current.loop(interruptibly ? "toThreadInterruptibly()" : "toThread()");
        Context context = loop.copyContext();
        Callable<T> inContext = () -> context.call(blocking);
        return Coroutine.of(
                await(
                        interruptibly
                                ? loop.runInExecutorInterruptibly(null, inContext)
                                : loop.runInExecutor(null, inContext)));
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
