package dev.jacquard;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.JobScheduler;
import dev.jacquard.loop.Poller;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The loop that users get: the kernel's, with callbacks, executors, generators, resources and debug mode. */
final class AsyncioLoop extends BaseEventLoop {
    private final Generators generators = keep(new Generators(this));
    private final DefaultExecutor defaultExecutor;
    private final OpenResources resources = new OpenResources(this);
    private final Diagnostics diagnostics = new Diagnostics(this);

    AsyncioLoop(Clock clock, Poller poller, @Nullable JobScheduler scheduler) {
        super(clock, poller, scheduler);
        keep(new ThreadSafeCall.Unfinished());
        defaultExecutor = keep(new DefaultExecutor(this));
        observer = diagnostics;
    }

    // ---- callbacks -----------------------------------------------------------------------------

    @Override
    public Handle callSoon(Runnable callback) {
        return callSoon(callback, copyContext());
    }

    @Override
    public Handle callSoon(Runnable callback, Context context) {
        checkOpen();
        checkHere();
        Handle handle = new Handle(
                this,
                Objects.requireNonNull(callback, "callback is null"),
                Objects.requireNonNull(context, "context is null"));
        schedule(handle);
        return handle;
    }

    @Override
    public Handle callSoonThreadSafe(Runnable callback) {
        checkOpen();
        Handle handle = new Handle(this, Objects.requireNonNull(callback, "callback is null"), Context.copyCurrent());
        post(handle); // checks again: the loop may be closed in between
        return handle;
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
                new TimerHandle(this, when, Objects.requireNonNull(callback, "callback is null"), copyContext());
        scheduleAt(when, handle);
        return handle;
    }

    @Override
    public Duration time() {
        return Duration.ofNanos(nanos());
    }

    // ---- tasks and futures ---------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
        return createTask(coroutine, null, null);
    }

    @Override
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, @Nullable String name) {
        return createTask(coroutine, name, null);
    }

    @Override
    public <T extends @Nullable Object> Promise<T> createPromise() {
        return new Promise<>(this);
    }

    // ---- executors -----------------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> Future<T> runInExecutor(@Nullable Executor executor, Callable<T> blocking) {
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
        checkHere();
        Objects.requireNonNull(blocking, "callable is null"); // before an executor is made for it
        return ExecutorCall.start(this, executor == null ? defaultExecutor.get() : executor, blocking, interrupts);
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
        return defaultExecutor.shutDown(Objects.requireNonNull(timeout, "timeout is null"));
    }

    @Override
    Future<@Nullable Object> follow(CompletionStage<?> stage) {
        return StageFuture.follow(this, stage);
    }

    // ---- generators and resources ----------------------------------------------------------------

    @Override
    public List<ErrorContext> openGenerators() {
        return generators.open();
    }

    @Override
    public Coroutine<Void> shutdownAsyncGens() {
        return generators.shutDown();
    }

    @Override
    public Runnable opened(Object resource) {
        Objects.requireNonNull(resource, "resource is null");
        return debug ? resources.opened(resource) : () -> {};
    }

    @Override
    public List<ErrorContext> openResources() {
        return resources.all();
    }

    // ---- debugging -----------------------------------------------------------------------------

    @Override
    public void setSlowCallbackDuration(Duration duration) {
        Objects.requireNonNull(duration, "duration is null");
        if (duration.isNegative()) {
            throw new IllegalArgumentException("A negative duration: " + duration);
        }
        diagnostics.slowFrom(duration);
    }

    @Override
    public Duration getSlowCallbackDuration() {
        return diagnostics.slowFrom();
    }

    @Override
    void observationChanged() {
        diagnostics.watchOrNot();
    }

    @Override
    List<StackTraceElement> createdAt(Object object) {
        return diagnostics.createdAt(object);
    }

    @Override
    @Nullable
    List<StackTraceElement> runningCalls(Task<?> task) {
        List<FrameCallGraphEntry> calls = RunningCalls.of(this).of(task);
        return calls == null
                ? null
                : calls.stream().map(FrameCallGraphEntry::frame).toList();
    }

    @Override
    String describeWaiting() {
        return new AwaitGraph(this).tree();
    }

    @Override
    public String describeTasks() {
        return LiveTasks.describe(this, AwaitGraph::tree);
    }
}
