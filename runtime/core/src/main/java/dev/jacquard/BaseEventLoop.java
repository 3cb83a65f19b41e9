package dev.jacquard;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobScheduler;
import dev.jacquard.loop.Poller;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's event loop: the rounds of {@link dev.jacquard.loop.JobLoop}, and what tasks need beside them. What it
 * offers beyond that, {@link LayersAbove} add in a subclass, the only one.
 */
abstract class BaseEventLoop extends ObservedLoop implements EventLoop {
    static final boolean DEBUG = Boolean.getBoolean("jacquard.debug") || "1".equals(System.getenv("JACQUARD_DEBUG"));

    static final String NO_COROUTINE = "coroutine is null: pass what an @Async method gives, createTask(fetch())";

    private static final Logger LOG = System.getLogger("dev.jacquard");

    /** What is current on the thread that runs the loop; nobody's while it does not run. */
    Current current = new Current();

    final TaskDriver driver = new TaskDriver(this);

    /** A cancellation has come back to a task from which it was handed on. */
    boolean circleOfCancels;

    private int taskNumbers;
    private @Nullable Task<?> firstTask;
    private @Nullable Task<?> lastTask;
    private @Nullable TaskFactory taskFactory;
    private final Map<Future<?>, String> outlived = new WeakHashMap<>();
    private @Nullable ExceptionHandler exceptionHandler;
    private @Nullable Consumer<String> warnings;

    /** What layers above keep for this loop. */
    private final List<LoopPart> parts = new ArrayList<>(4);

    BaseEventLoop(Clock clock, Poller poller, @Nullable JobScheduler scheduler) {
        super(clock, poller);
        if (scheduler != null) {
            scheduler(scheduler);
        }
    }

    /** Every loop is one of ours. */
    static BaseEventLoop of(EventLoop loop) {
        if (loop instanceof BaseEventLoop base) {
            return base;
        }
        Objects.requireNonNull(loop, "loop is null");
        throw new IllegalArgumentException(
                "Not a loop of Jacquard: " + loop.getClass().getName());
    }

    // ---- scheduling ----------------------------------------------------------------------------

    /**
     * Runs something on the loop, in no particular context, if it is running elsewhere.
     *
     * @return false if it is closed
     */
    boolean postInternally(Runnable callback) {
        return offer(new Handle(this, callback, new Context()));
    }

    /** The time so many nanoseconds from now; the end of time if it is too far. */
    long later(long delay) {
        long when = nanos() + delay;
        return delay > 0 && when < 0 ? Long.MAX_VALUE : when;
    }

    /** A duration in nanoseconds; 292 years are for ever. */
    static long nanos(Duration d) {
        Objects.requireNonNull(d, "the Duration is null");
        try {
            return d.toNanos();
        } catch (ArithmeticException e) {
            return d.isNegative() ? Long.MIN_VALUE / 2 : Long.MAX_VALUE;
        }
    }

    /** For what is done on the loop's thread, or before it runs. */
    Context copyContext() {
        if (isHere()) {
            return current.context().copy();
        }
        checkThread();
        return Context.copyCurrent();
    }

    /** A copy for a new task: the values are one, as long as none is set. */
    Object contextForTask() {
        if (Propagation.ON) {
            return copyContext();
        }
        if (isHere()) {
            return current.values();
        }
        checkThread();
        return Current.currentValues();
    }

    // ---- tasks and futures ---------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context) {
        Objects.requireNonNull(coroutine, NO_COROUTINE);
        TaskFactory factory = taskFactory;
        return factory == null
                ? new Task<>(this, coroutine, name, context, false)
                : factory.create(this, coroutine, name, context);
    }

    @Override
    public <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context, @Nullable Boolean eagerStart) {
        if (eagerStart == null) {
            return createTask(coroutine, name, context);
        }
        Objects.requireNonNull(coroutine, NO_COROUTINE);
        TaskFactory factory = taskFactory;
        return factory == null
                ? new Task<>(this, coroutine, name, context, eagerStart)
                : factory.create(this, coroutine, name, context, eagerStart);
    }

    /** Itself if it is a future, else a new task. */
    @SuppressWarnings("unchecked")
    <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<? extends T> awaitable) {
        if (awaitable instanceof Future<?> future) {
            if (future.loop != this) {
                throw new IllegalArgumentException(future + " belongs to another loop, " + future.loop);
            }
            return (Future<T>) future;
        }
        Objects.requireNonNull(awaitable, "awaitable is null");
        return createTask((Coroutine<T>) Coroutine.of("", awaitable));
    }

    @Override
    public void setTaskFactory(@Nullable TaskFactory factory) {
        taskFactory = factory;
    }

    @Override
    public @Nullable TaskFactory getTaskFactory() {
        return taskFactory;
    }

    final int nextTaskNumber() {
        return ++taskNumbers;
    }

    /** The task whose step is running on the loop's thread, or null. */
    @Nullable
    Task<?> currentTask() {
        TaskDriver.StartedHere started = driver.startedHere;
        return started != null ? started.task() : taskOfRunningJob();
    }

    /** The task whose step is the job that is running, or null. */
    @Nullable
    Task<?> taskOfRunningJob() {
        // a task that is done is run as a job too, to tell a gathering future
        return runningJob() instanceof Task<?> t && t.state == Future.PENDING ? t : null;
    }

    void addTask(Task<?> task) {
        Task<?> last = lastTask;
        task.previous = last;
        if (last == null) {
            firstTask = task;
        } else {
            last.next = task;
        }
        lastTask = task;
    }

    void removeTask(Task<?> task) {
        Task<?> p = task.previous;
        Task<?> n = task.next;
        if (p == null) {
            firstTask = n;
        } else {
            p.next = n;
        }
        if (n == null) {
            lastTask = p;
        } else {
            n.previous = p;
        }
        task.previous = null;
        task.next = null;
    }

    /** Keeps the message of the last cancellation that a task was asked for but has not become. */
    void cancellationOutlived(Task<?> task, String message) {
        outlived.put(task, message);
    }

    /** That message, or null. CPython has it in each future. */
    @Nullable
    String messageOutlivedBy(Future<?> future) {
        return outlived.get(future);
    }

    /** The tasks that are not done, in the order of creation. */
    Set<Task<?>> tasks() {
        Set<Task<?>> tasks = new LinkedHashSet<>();
        for (Task<?> t = firstTask; t != null; t = t.next) {
            tasks.add(t);
        }
        return tasks;
    }

    // ---- running -------------------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> T runUntilComplete(Awaitable<T> awaitable) {
        checkOpen();
        checkNotRunning();
        boolean isNew = !(awaitable instanceof Future);
        Future<T> future = ensureFuture(awaitable);
        Consumer<Future<?>> stopper = done -> {
            if (done.isCancelled() || !(done.exception() instanceof LoopExit)) {
                stop(); // a LoopExit has left the loop already, and it may run again
            }
        };
        future.addDoneCallback(stopper);
        try {
            runForever();
        } catch (Throwable e) {
            if (isNew && future.state == Future.FAILED) {
                future.retrieved(); // it is the one that is thrown
            }
            throw e;
        } finally {
            future.removeDoneCallback(stopper);
        }
        if (!future.isDone()) {
            throw new IllegalStateException("Event loop stopped before " + future + " completed.");
        }
        return future.result();
    }

    @Override
    public void runForever() {
        checkOpen();
        checkNotRunning();
        Current here = Current.get();
        Context before = here.enter(null);
        here.loop = this;
        current = here;
        driver.calledAnew();
        observer.loopBegins();
        try {
            runRounds();
        } finally {
            observer.loopEnds();
            driver.calledAnew();
            current = new Current();
            here.loop = null;
            here.enter(before);
            here.leave();
        }
    }

    @Override
    public void stop() {
        checkUse("stop()");
        stopAfterRound();
    }

    @Override
    public void close() {
        if (isRunning()) {
            throw new IllegalStateException("Cannot close a running event loop");
        }
        if (isClosed()) {
            return;
        }
        tellPending();
        observer.closing();
        shut();
        setDebug(false);
        for (LoopPart part : parts) {
            part.loopClosed();
        }
    }

    private void checkNotRunning() {
        if (isRunning()) {
            throw new IllegalStateException("This event loop is already running");
        }
        if (Current.runningLoop() != null) {
            throw new IllegalStateException(
                    "Cannot run the event loop while another loop is running." + Threads.ifHelping());
        }
    }

    @Override
    protected void betweenJobs() {
        if (Propagation.ON) {
            current.holdBase();
        }
    }

    /** Throws if it runs, but on another thread. */
    void checkHere() {
        if (!isHere()) {
            checkThread();
        }
    }

    /** Whether it runs on the calling thread. */
    boolean isHere() {
        return isOnThread();
    }

    @Override
    protected RuntimeException deadlock() {
        return new LoopDeadlockException("Nothing is ready, no timer is set and nothing is awaited from outside."
                + (firstTask == null
                        ? " There are no tasks."
                        : " Waiting for ever:\n" + describeWaiting().stripTrailing()));
    }

    @Override
    protected Error interrupted() {
        return new LoopExit(
                "The thread of " + this + ", \"" + Thread.currentThread().getName() + "\", was interrupted");
    }

    // ---- debug mode ------------------------------------------------------------------------------

    @Override
    public boolean isDebug() {
        return debug;
    }

    @Override
    public void setDebug(boolean on) {
        if (on == debug || (on && isClosed())) {
            return;
        }
        debug(on);
        tellOrNot();
    }

    // ---- what layers above do --------------------------------------------------------------------

    /** To be kept for this loop, and told when it is closed; in the order of coming. */
    final <P extends LoopPart> P keep(P part) {
        parts.add(part);
        return part;
    }

    /** What {@link #keep} was given of this type. */
    final <P extends LoopPart> P part(Class<P> type) {
        for (LoopPart part : parts) {
            if (type.isInstance(part)) {
                return type.cast(part);
            }
        }
        throw new IllegalStateException("no " + type.getName());
    }

    /** The future of a stage's result. */
    abstract Future<@Nullable Object> follow(CompletionStage<?> stage);

    /** The tasks and what they wait for, as a tree. */
    abstract String describeWaiting();

    /** In debug mode, where a future was created; else empty. */
    abstract List<StackTraceElement> createdAt(Object object);

    /** The calls of a task, innermost first, whose step is on the stack; null if none is. */
    abstract @Nullable List<StackTraceElement> runningCalls(Task<?> task);

    // ---- errors ----------------------------------------------------------------------------------

    @Override
    protected void stalled() {
        if (firstTask != null) {
            warn("Nothing is ready, no timer is set and nothing is known to be awaited from"
                    + " outside: unless another thread calls callSoonThreadSafe, this lasts"
                    + " for ever:\n"
                    + describeWaiting());
        }
    }

    /** Debug mode: throws if something of the loop is used on a thread that is not the loop's. */
    void checkUse(Object used) {
        if (debug && isRunning() && !isHere()) {
            checkThread(nameOf(used));
        }
    }

    /** Not by toString, which may itself be a use. */
    private static Object nameOf(Object used) {
        if (used instanceof Task<?> task) {
            return "Task " + task.getName();
        }
        return used instanceof Future ? used.getClass().getSimpleName() : used;
    }

    void warn(String message) {
        Consumer<String> to = warnings;
        if (to == null) {
            LOG.log(Level.WARNING, message);
        } else {
            to.accept(message);
        }
    }

    /** Who gets the warnings, instead of the log. */
    void warnTo(Consumer<String> to) {
        warnings = to;
    }

    /** For whoever describes the loop. */
    @Nullable
    Thread runningThread() {
        return thread();
    }

    /** The times of those jobs that are timers. */
    Map<Job, Long> timesOf(Set<? extends Job> jobs) {
        Map<Job, Long> times = new IdentityHashMap<>();
        if (!jobs.isEmpty()) {
            forEachTimer((job, when) -> {
                if (jobs.contains(job)) {
                    times.put(job, when);
                }
            });
        }
        return times;
    }

    /** Tasks that a loop is closed upon never end. */
    private void tellPending() {
        for (Task<?> task : tasks()) {
            callExceptionHandler(
                    new ErrorContext("Task was destroyed but it is pending!", null, task, createdAt(task)));
        }
    }

    @Override
    public void setExceptionHandler(@Nullable ExceptionHandler handler) {
        exceptionHandler = handler;
    }

    @Override
    public void callExceptionHandler(ErrorContext context) {
        Objects.requireNonNull(context, "context is null");
        ExceptionHandler handler = exceptionHandler;
        if (handler == null) {
            context.log();
            return;
        }
        try {
            handler.handle(this, context);
        } catch (LoopExit e) {
            throw e;
        } catch (Throwable e) {
            context.log();
            new ErrorContext("Unhandled error in exception handler " + handler, e, null).log();
        }
    }

    @Override
    public String toString() {
        return "EventLoop@"
                + Integer.toHexString(System.identityHashCode(this))
                + (isClosed() ? "[closed]" : isRunning() ? "[running]" : "[not running]");
    }
}
