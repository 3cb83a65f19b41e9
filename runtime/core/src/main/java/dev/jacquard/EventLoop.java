package dev.jacquard;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.JobScheduler;
import dev.jacquard.loop.Poller;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs callbacks and tasks, one at a time, on the thread that runs it. {@code asyncio.AbstractEventLoop}.
 *
 * <p>All methods are to be called on that thread, except {@link #callSoonThreadSafe}, {@link #describeTasks} and
 * {@link #time}.
 */
public interface EventLoop {
    /** Options for a loop. */
    static Builder builder() {
        return new Builder();
    }

    /** Calls a callback in the next round, in a copy of the current context. */
    Handle callSoon(Runnable callback);

    /** Calls a callback in the next round, in this context. */
    Handle callSoon(Runnable callback, Context context);

    /**
     * {@link #callSoon(Runnable)} from any thread. On a virtual clock, see {@link #outsideWork}.
     *
     * @return the callback's handle; it is cancelled if the loop is closed before the callback was called
     * @throws IllegalStateException if the loop is closed; a callback is never lost in silence
     */
    Handle callSoonThreadSafe(Runnable callback);

    /**
     * Tells that something outside will certainly use {@link #callSoonThreadSafe}. Until the returned object is closed,
     * which may be done from any thread, the loop waits for it when it has nothing to do, and virtual time stands
     * still. Without meaning for a loop on the system's clock, except that a loop that waits for it is not taken for a
     * deadlock.
     */
    OutsideWork outsideWork();

    /**
     * Tells that something outside may, or may not, use {@link #callSoonThreadSafe}. Virtual time goes on while there
     * are timers; when there are none the loop waits.
     */
    OutsideWork outsideSource();

    /** Calls a callback after some time. */
    TimerHandle callLater(Duration delay, Runnable callback);

    /** Calls a callback at a time of the loop's clock. */
    TimerHandle callAt(Duration when, Runnable callback);

    /** The time on the loop's own clock. */
    Duration time();

    /** Starts a task of this loop. */
    <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine);

    /** Starts a task of this loop with a name. */
    <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, @Nullable String name);

    /** Starts a task of this loop with a name, or null, in a context, or null for a copy of the current one. */
    <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context);

    /**
     * Starts a task of this loop, at once or not, whatever the task factory does.
     *
     * @param eagerStart see {@link #createTask(Coroutine, String, Context, Boolean)}
     */
    default <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, boolean eagerStart) {
        return createTask(coroutine, null, null, eagerStart);
    }

    /** {@link #createTask(Coroutine, boolean)} with a name. */
    default <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, boolean eagerStart) {
        return createTask(coroutine, name, null, eagerStart);
    }

    /**
     * Starts a task of this loop. {@code loop.create_task(..., eager_start=...)}, since Python 3.14.
     *
     * @param name its name, or null for a numbered one
     * @param context its context, or null for a copy of the current one
     * @param eagerStart true: its first step is done at once, if the loop is running. False: it is not. Null: the task
     *     factory decides
     * @throws UnsupportedOperationException if the task factory knows nothing of {@code eagerStart}
     */
    <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context, @Nullable Boolean eagerStart);

    /** A pending promise of this loop. {@code create_future}. */
    <T extends @Nullable Object> Promise<T> createPromise();

    /**
     * Sets the factory that makes the tasks from now on; null for the default. See {@link Asyncio#eagerTaskFactory}.
     */
    void setTaskFactory(@Nullable TaskFactory factory);

    /** The factory that makes the tasks, or null for the default. */
    @Nullable
    TaskFactory getTaskFactory();

    /**
     * Calls a blocking function on another thread. {@code run_in_executor}. The current context is not copied to that
     * thread; {@link Asyncio#toThread} does that.
     *
     * @param executor where to call it, any executor, or null for the loop's own threads: daemon threads named
     *     {@code jacquard-executor-N}, virtual ones where the JVM has them (21), else a pool of at most 32
     * @return its result, or the very exception that it throws. Cancelling it keeps the call from starting; if it has
     *     started, the thread goes on, and nobody hears of its end
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not accept it
     * @throws IllegalStateException if the default executor was shut down
     */
    <T extends @Nullable Object> Future<T> runInExecutor(@Nullable Executor executor, Callable<T> blocking);

    /**
     * {@link #runInExecutor} whose cancellation interrupts the thread and waits until the call has ended, so that no
     * call outlives the task that waits for it.
     *
     * @return its result. Cancelled, it raises {@link CancelledError} when the call has ended by its interruption (that
     *     exception is the error's cause) or with a value, which is dropped; any other exception of the call is raised
     *     as it is, with the {@code CancelledError} among its suppressed ones. A call that ignores the interrupt is
     *     waited for. The interrupt does not outlast the call: the thread's next one does not see it
     */
    <T extends @Nullable Object> Future<T> runInExecutorInterruptibly(
            @Nullable Executor executor, Callable<T> blocking);

    /** What {@link #runInExecutor} uses when it is given none; {@link #shutdownDefaultExecutor} shuts it down. */
    void setDefaultExecutor(ExecutorService executor);

    /**
     * The generators that were started and have not ended, in the order of their start: each as the source, or its
     * description if nobody can reach it, with where it was created.
     */
    List<ErrorContext> openGenerators();

    /** Closes all generators that were started and have not ended. */
    Coroutine<Void> shutdownAsyncGens();

    /**
     * Remembers, in debug mode, something that has to be closed, so that a test can tell what was left open; nothing is
     * remembered without debug mode. Callable from any thread. For libraries that open sockets, files, transactions: to
     * be called when the thing is there, before it is handed on.
     *
     * @param resource what was opened; its {@code toString()} is what people see
     * @return to be run, on any thread, when it is closed; running it again does nothing
     */
    Runnable opened(Object resource);

    /**
     * What was {@link #opened} and is not closed, in the order of opening: each as the source, with where it was
     * opened, if that was on the loop's thread. Callable from any thread.
     */
    List<ErrorContext> openResources();

    /**
     * Shuts the default executor down, and waits until its threads have ended what they do. Cancelling it ends the
     * waiting only.
     */
    Coroutine<Void> shutdownDefaultExecutor();

    /**
     * Shuts the default executor down, and waits for its threads for some real time; after that it logs a warning and
     * gives up.
     */
    Coroutine<Void> shutdownDefaultExecutor(Duration timeout);

    /**
     * Runs the loop on this thread until the awaitable is done; of what is no future, a task is made.
     *
     * @return its result; its exception is thrown as it is
     * @throws IllegalStateException if the loop is stopped before, or it or another one is running here
     * @throws LoopDeadlockException on a virtual clock, if nothing can happen any more
     */
    <T extends @Nullable Object> T runUntilComplete(Awaitable<T> awaitable);

    /** Runs the loop on this thread until {@link #stop}. */
    void runForever();

    /** Stops the loop at the end of the round. */
    void stop();

    /** Drops what is scheduled; the loop cannot be used any more. */
    void close();

    /** Whether it is running, on whatever thread. */
    boolean isRunning();

    /** Whether it was closed. */
    boolean isClosed();

    /** Whether it is in debug mode. */
    boolean isDebug();

    /**
     * Switches debug mode: told are steps that are slow, coroutines that are never awaited, calls from wrong threads,
     * and where tasks with unseen exceptions were created. It costs a few microseconds per coroutine and task.
     */
    void setDebug(boolean on);

    /**
     * How long a step may take before debug mode reports it: 100 ms at first. {@code loop.slow_callback_duration}.
     *
     * @throws IllegalArgumentException if it is negative
     */
    void setSlowCallbackDuration(Duration duration);

    /** What {@link #setSlowCallbackDuration} has set. */
    Duration getSlowCallbackDuration();

    /**
     * What each task of this loop waits for, as a tree: its calls with their lines, the future it waits for, below that
     * the tasks on which the future depends. A circle is marked. Callable from any thread: a loop that runs on another
     * one is asked to describe itself; if it does not answer within a second, it is described as it is seen from
     * outside, with the stack of what keeps it.
     */
    String describeTasks();

    /**
     * The loop's poller, if it is of this type; else, if the loop has only parked so far, a new one takes its place.
     * For modules that bring I/O: a loop that never uses it does not pay for it.
     *
     * @param made makes the new one
     * @throws IllegalStateException if the loop already has a poller of another type, is closed, or runs on another
     *     thread
     */
    <P extends Poller> P pollWith(Class<P> type, Supplier<? extends P> made);

    /** The loops that are running now, on whatever threads. Callable from any thread. */
    static List<EventLoop> runningLoops() {
        return LayersAbove.THEY.runningLoops();
    }

    /** Sets the handler of exceptions that nobody waits for; null for the default, which logs them. */
    void setExceptionHandler(@Nullable ExceptionHandler handler);

    /** Tells the exception handler. */
    void callExceptionHandler(ErrorContext context);

    /** Options for a loop. */
    final class Builder {
        private @Nullable Clock clock;
        private @Nullable Poller poller;
        private @Nullable JobScheduler scheduler;
        private boolean debug;
        private @Nullable Consumer<String> warnings;

        private Builder() {}

        /** Where it takes the time from: {@link dev.jacquard.loop.VirtualClock} in tests. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock is null");
            return this;
        }

        /** How it waits, and for what. */
        public Builder poller(Poller poller) {
            this.poller = Objects.requireNonNull(poller, "poller is null");
            return this;
        }

        /** Which of the ready jobs is next, in tests; the one that is ready longest without this. */
        public Builder scheduler(JobScheduler scheduler) {
            this.scheduler = Objects.requireNonNull(scheduler, "scheduler is null");
            return this;
        }

        /** Whether it is in debug mode; see {@link Runner.Builder#debug}. */
        public Builder debug(boolean debug) {
            this.debug = debug;
            return this;
        }

        /** Sets the receiver of debug mode's warnings, on any thread; without this call they go to the log. */
        public Builder warnings(Consumer<String> warnings) {
            this.warnings = Objects.requireNonNull(warnings, "warnings is null");
            return this;
        }

        /** A new loop. */
        public EventLoop build() {
            Clock c = clock == null ? Clock.system() : clock;
            Poller p = poller == null ? Poller.parking() : poller;
            BaseEventLoop loop = LayersAbove.THEY.newLoop(c, p, scheduler);
            if (warnings != null) {
                loop.warnTo(warnings);
            }
            loop.setDebug(debug || BaseEventLoop.DEBUG);
            return loop;
        }
    }
}
