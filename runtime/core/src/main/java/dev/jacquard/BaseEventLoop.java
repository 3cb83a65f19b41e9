package dev.jacquard;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.JobScheduler;
import dev.jacquard.loop.Poller;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The event loop: the rounds of {@link JobLoop}, and what tasks need beside them. */
final class BaseEventLoop extends JobLoop implements EventLoop {
    static final boolean DEBUG =
            Boolean.getBoolean("jacquard.debug") || "1".equals(System.getenv("JACQUARD_DEBUG"));

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
    private final DefaultExecutor defaultExecutor = new DefaultExecutor(this);
    final Generators generators = new Generators(this);
    private @Nullable Origins origins;
    private Duration slowCallbackDuration = Duration.ofMillis(100);
    private @Nullable SlowSteps slowSteps;
    private @Nullable Consumer<String> warnings;

    /** Other threads may wait for them, so they are told when the loop is closed. */
    final Set<ThreadSafeCall<?>> threadSafeCalls = new HashSet<>();

    BaseEventLoop(Clock clock, Poller poller) {
        super(clock, poller);
    }

    BaseEventLoop(Clock clock, Poller poller, JobScheduler scheduler) {
        this(clock, poller);
        scheduler(scheduler);
    }

    /** Every loop is one of ours. */
    static BaseEventLoop of(EventLoop loop) {
        if (loop instanceof BaseEventLoop base) {
            return base;
        }
        Objects.requireNonNull(loop, "loop");
        throw new IllegalArgumentException("Not a loop of Jacquard: " + loop.getClass().getName());
    }

    // ---- scheduling ----------------------------------------------------------------------------

    @Override
    public Handle callSoon(Runnable callback) {
        return callSoon(callback, copyContext());
    }

    @Override
    public Handle callSoon(Runnable callback, Context context) {
        checkOpen();
        Handle handle = new Handle(this, Objects.requireNonNull(callback, "callback"), context);
        schedule(handle);
        return handle;
    }

    @Override
    public Handle callSoonThreadSafe(Runnable callback) {
        checkOpen();
        Handle handle =
                new Handle(
                        this, Objects.requireNonNull(callback, "callback"), Context.copyCurrent());
        post(handle); // checks again: the loop may be closed in between
        return handle;
    }

    /**
     * Runs something on the loop, in no particular context, if it is running elsewhere.
     *
     * @return false if it is closed
     */
    boolean postInternally(Runnable callback) {
        return offer(new Handle(this, callback, new Context()));
    }

    @Override
    public OutsideWork outsideWork() {
        return new OutsideWork(this, true);
    }

    @Override
    public OutsideWork outsideSource() {
        return new OutsideWork(this, false);
    }

    @Override
    public TimerHandle callLater(Duration delay, Runnable callback) {
        return callAtNanos(later(nanos(delay)), callback);
    }

    @Override
    public TimerHandle callAt(Duration when, Runnable callback) {
        return callAtNanos(nanos(when), callback);
    }

    private TimerHandle callAtNanos(long when, Runnable callback) {
        checkOpen();
        TimerHandle handle =
                new TimerHandle(
                        this, when, Objects.requireNonNull(callback, "callback"), copyContext());
        scheduleAt(when, handle);
        return handle;
    }

    @Override
    public Duration time() {
        return Duration.ofNanos(nanos());
    }

    /** The time so many nanoseconds from now; the end of time if it is too far. */
    long later(long delay) {
        long when = nanos() + delay;
        return delay > 0 && when < 0 ? Long.MAX_VALUE : when;
    }

    /** A duration in nanoseconds; 292 years are for ever. */
    static long nanos(Duration d) {
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
        return Current.get().values();
    }

    // ---- tasks and futures ---------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
        return createTask(coroutine, null, null);
    }

    @Override
    public <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name) {
        return createTask(coroutine, name, null);
    }

    @Override
    public <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context) {
        Objects.requireNonNull(coroutine, "coroutine");
        TaskFactory factory = taskFactory;
        return factory == null
                ? new Task<>(this, coroutine, name, context, false)
                : factory.create(this, coroutine, name, context);
    }

    @Override
    public <T extends @Nullable Object> Promise<T> createPromise() {
        return new Promise<>(this);
    }

    /** Itself if it is a future, else a new task. */
    @SuppressWarnings("unchecked")
    <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<? extends T> awaitable) {
        if (awaitable instanceof Future<?> future) {
            if (future.loop != this) {
                throw new IllegalArgumentException(
                        future + " belongs to another loop, " + future.loop);
            }
            return (Future<T>) future;
        }
        Objects.requireNonNull(awaitable, "awaitable");
        return createTask((Coroutine<T>) awaitable.asCoroutine());
    }

    @Override
    public void setTaskFactory(@Nullable TaskFactory factory) {
        taskFactory = factory;
    }

    @Override
    public @Nullable TaskFactory getTaskFactory() {
        return taskFactory;
    }

    int nextTaskNumber() {
        return ++taskNumbers;
    }

    /** The task whose step is running on the loop's thread, or null. */
    @Nullable Task<?> currentTask() {
        Task<?> started = driver.startedHere;
        if (started != null) {
            return started;
        }
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
    @Nullable String messageOutlivedBy(Future<?> future) {
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

    // ---- executors -----------------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> Future<T> runInExecutor(
            @Nullable Executor executor, Callable<T> blocking) {
        return callOn(executor, blocking, false);
    }

    @Override
    public <T extends @Nullable Object> Future<T> runInExecutorInterruptibly(
            @Nullable Executor executor, Callable<T> blocking) {
        return callOn(executor, blocking, true);
    }

    private <T extends @Nullable Object> Future<T> callOn(
            @Nullable Executor executor, Callable<T> blocking, boolean interrupts) {
        checkOpen();
        return ExecutorCall.start(
                this, executor == null ? defaultExecutor.get() : executor, blocking, interrupts);
    }

    @Override
    public void setDefaultExecutor(ExecutorService executor) {
        defaultExecutor.set(executor);
    }

    @Override
    public Coroutine<Void> shutdownDefaultExecutor() {
        return defaultExecutor.shutDown(null);
    }

    @Override
    public Coroutine<Void> shutdownDefaultExecutor(Duration timeout) {
        return defaultExecutor.shutDown(Objects.requireNonNull(timeout, "timeout"));
    }

    // ---- generators ----------------------------------------------------------------------------

    @Override
    public List<ErrorContext> openGenerators() {
        return generators.open();
    }

    @Override
    public Coroutine<Void> shutdownAsyncGens() {
        return generators.shutDown();
    }

    // ---- running -------------------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> T runUntilComplete(Awaitable<T> awaitable) {
        checkOpen();
        checkNotRunning();
        boolean isNew = !(awaitable instanceof Future);
        Future<T> future = ensureFuture(awaitable);
        Consumer<Future<?>> stopper =
                done -> {
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
        RunningLoops.add(this);
        watch();
        try {
            runRounds();
        } finally {
            RunningLoops.remove(this);
            unwatch();
            current = new Current();
            here.loop = null;
            here.enter(before);
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
        if (origins != null) {
            origins.tellAll();
        }
        shut();
        setDebug(false);
        generators.loopClosed();
        for (ThreadSafeCall<?> call : List.copyOf(threadSafeCalls)) {
            call.loopClosed();
        }
        defaultExecutor.loopClosed();
    }

    private void checkNotRunning() {
        if (isRunning()) {
            throw new IllegalStateException("This event loop is already running");
        }
        if (Current.get().loop != null) {
            throw new IllegalStateException(
                    "Cannot run the event loop while another loop is running");
        }
    }

    @Override
    protected void betweenJobs() {
        if (Propagation.ON) {
            current.holdBase();
        }
    }

    /** Whether it runs on the calling thread. */
    boolean isHere() {
        return isOnThread();
    }

    @Override
    protected RuntimeException deadlock() {
        return new LoopDeadlockException(
                "Nothing is ready, no timer is set and nothing is awaited from outside."
                        + (firstTask == null
                                ? " There are no tasks."
                                : " Waiting for ever:\n"
                                        + new AwaitGraph(this).tree().stripTrailing()));
    }

    @Override
    protected Error interrupted() {
        return new LoopExit(
                "The thread of "
                        + this
                        + ", \""
                        + Thread.currentThread().getName()
                        + "\", was interrupted");
    }

    // ---- debugging and errors ------------------------------------------------------------------

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
        Origins.recorders(on ? 1 : -1);
        if (on) {
            watch();
        } else {
            unwatch();
        }
    }

    @Override
    public void setSlowCallbackDuration(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("A negative duration: " + duration);
        }
        slowCallbackDuration = duration;
        SlowSteps steps = slowSteps;
        if (steps != null) {
            steps.setThreshold(nanos(duration));
        }
    }

    @Override
    public Duration getSlowCallbackDuration() {
        return slowCallbackDuration;
    }

    /** In debug mode, while the loop runs, a thread watches its steps. */
    private void watch() {
        if (debug && slowSteps == null && current.loop == this) {
            Thread running = thread();
            Thread thread = running == null ? Thread.currentThread() : running;
            slowSteps =
                    SlowSteps.watching(
                            thread.getName(),
                            () -> stackOf(thread),
                            nanos(slowCallbackDuration),
                            this::warn);
        }
    }

    /** What the loop's thread is doing, seen from any thread. */
    List<StackTraceElement> stackOf(Thread thread) {
        return Stacks.logical(
                List.of(thread.getStackTrace()), driver.resumedFrame(), Integer.MAX_VALUE);
    }

    private void unwatch() {
        SlowSteps steps = slowSteps;
        if (steps != null) {
            slowSteps = null;
            steps.end();
        }
    }

    @Override
    protected void stepBegins(Job job) {
        SlowSteps steps = slowSteps;
        if (steps != null) {
            steps.begin(job);
        }
    }

    @Override
    protected void stepEnds(Job job) {
        SlowSteps steps = slowSteps;
        if (steps != null) {
            steps.end(job);
        }
    }

    @Override
    protected void roundEnds() {
        Origins o = origins;
        if (o != null) {
            o.tellGone();
        }
    }

    @Override
    protected void aboutToWait() {
        Origins o = origins;
        if (o != null) {
            o.tellGone();
        }
    }

    @Override
    protected void stalled() {
        if (firstTask != null) {
            warn(
                    "Nothing is ready, no timer is set and nothing is known to be awaited from"
                            + " outside: unless another thread calls callSoonThreadSafe, this lasts"
                            + " for ever:\n"
                            + new AwaitGraph(this).tree());
        }
    }

    /** Where this loop's coroutines and futures come from, and which of them may get lost. */
    Origins origins() {
        Origins o = origins;
        if (o == null) {
            o = new Origins(this);
            origins = o;
        }
        return o;
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

    @Override
    public String describeTasks() {
        return LiveTasks.describe(this, AwaitGraph::tree);
    }

    /** For whoever describes the loop. */
    @Nullable Thread runningThread() {
        return thread();
    }

    /** The times of those jobs that are timers. */
    Map<Job, Long> timesOf(Set<? extends Job> jobs) {
        Map<Job, Long> times = new IdentityHashMap<>();
        if (!jobs.isEmpty()) {
            forEachTimer(
                    (job, when) -> {
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
                    new ErrorContext(
                            "Task was destroyed but it is pending!", null, task, createdAt(task)));
        }
    }

    List<StackTraceElement> createdAt(Object object) {
        Origins o = origins;
        return o == null ? List.of() : o.createdAt(object);
    }

    @Override
    public void setExceptionHandler(@Nullable ExceptionHandler handler) {
        exceptionHandler = handler;
    }

    @Override
    public void callExceptionHandler(ErrorContext context) {
        ExceptionHandler handler = exceptionHandler;
        if (handler == null) {
            log(context);
            return;
        }
        try {
            handler.handle(this, context);
        } catch (LoopExit e) {
            throw e;
        } catch (Throwable e) {
            log(context);
            log(new ErrorContext("Unhandled error in exception handler " + handler, e, null));
        }
    }

    private static void log(ErrorContext context) {
        String message =
                context.source() == null
                        ? context.message()
                        : context.message() + " (" + context.source() + ")";
        message += Stacks.text("Created at:", context.createdAt());
        if (context.exception() == null) {
            LOG.log(Level.ERROR, message);
        } else {
            LOG.log(Level.ERROR, message, context.exception());
        }
    }

    @Override
    public String toString() {
        return "EventLoop@"
                + Integer.toHexString(System.identityHashCode(this))
                + (isClosed() ? "[closed]" : isRunning() ? "[running]" : "[not running]");
    }
}
