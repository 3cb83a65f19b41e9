package dev.jacquard;

import dev.jacquard.loop.JobLoop;
import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Drives a coroutine on a loop, concurrently with other tasks; the future of its result. {@code
 * asyncio.Task}.
 *
 * <pre>
 *   scheduled ── run ──▶ running ── awaits a pending future ──▶ waiting ── it is done ──▶ scheduled
 *                                ── yields ───────────────────▶ scheduled
 *                                ── returns or throws ────────▶ done
 * </pre>
 *
 * @param <T> the result
 */
public final class Task<T extends @Nullable Object> extends Future<T> {
    private @Nullable Frame current; // where to go on
    @Nullable Future<?> waitingOn;
    private final Context context;
    private @Nullable String name; // null: the number says it
    private final int number;
    private int cancelRequests;

    // the loop's tasks that are not done, in the order of creation
    @Nullable Task<?> previous;
    @Nullable Task<?> next;

    Task(
            BaseEventLoop loop,
            Coroutine<T> coroutine,
            @Nullable String name,
            @Nullable Context context,
            boolean eager) {
        super(loop);
        if (!coroutine.isNew()) {
            throw coroutine.notNew();
        }
        loop.checkOpen();
        this.current = coroutine.root();
        this.context = context == null ? loop.copyContext() : context;
        this.name = name;
        this.number = name == null ? loop.nextTaskNumber() : 0;
        loop.addTask(this);
        if (eager && loop.isHere()) {
            startHere();
        } else {
            loop.schedule(this);
        }
    }

    /**
     * Makes a task, for task factories.
     *
     * @param name its name, or null for a numbered one
     * @param context its context, or null for a copy of the current one
     * @param eager whether its first step is done at once, on the caller's stack, if the loop is
     *     running
     */
    public static <T extends @Nullable Object> Task<T> create(
            EventLoop loop,
            Coroutine<T> coroutine,
            @Nullable String name,
            @Nullable Context context,
            boolean eager) {
        return new Task<>(
                BaseEventLoop.of(loop),
                Objects.requireNonNull(coroutine, "coroutine"),
                name,
                context,
                eager);
    }

    // ---- what users see ------------------------------------------------------------------------

    /** Its name; {@code Task-N} if it was given none. */
    public String getName() {
        String n = name;
        return n == null ? "Task-" + number : n;
    }

    /** Renames it. */
    public void setName(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** The context in which its steps run. */
    public Context getContext() {
        return context;
    }

    /** How many requests to cancel it are not withdrawn. */
    public int cancelling() {
        return cancelRequests;
    }

    /**
     * Withdraws one request to cancel it; to be called by who made it.
     *
     * @return how many are left
     */
    public int uncancel() {
        if (cancelRequests > 0 && --cancelRequests == 0) {
            flags &= ~MUST_CANCEL;
        }
        return cancelRequests;
    }

    /**
     * Asks the task to cancel: the await at which it is suspended throws {@link CancelledError}. It
     * is cancelled when it lets that error pass.
     *
     * @return false if it was done already
     */
    @Override
    public boolean cancel(@Nullable String message) {
        flags &= ~UNRETRIEVED;
        if (state != PENDING) {
            return false;
        }
        cancelRequests++;
        Future<?> waiting = waitingOn;
        if (waiting != null && waiting.cancel(message)) {
            return true; // waitingOn stays: it may refuse, and be cancelled again
        }
        flags |= MUST_CANCEL;
        result = message;
        return true;
    }

    // ---- steps ---------------------------------------------------------------------------------

    /** What {@link #prepare} gives when the coroutine is not to run at all. */
    private static final Object NEVER = new Object();

    /** One step; kept in few and small methods, so that the JIT makes one piece of it. */
    @Override
    protected void run(JobLoop on) {
        if (state != PENDING) {
            super.run(on);
            return;
        }
        BaseEventLoop l = (BaseEventLoop) on;
        TaskDriver driver = l.driver;
        Current here = l.current;
        if (here.context != context) {
            here.context = context;
        }
        if (driver.task != this) { // a compare costs less than the collector's barrier
            driver.task = this;
        }
        Object value = waitingOn == null ? null : takeAwaited();
        if ((flags & (MUST_CANCEL | STARTED)) != STARTED) {
            value = prepare(value);
            if (value == NEVER) {
                return;
            }
        }
        Frame frame = current;
        Object v = driver.step(frame, value);
        if (v == Driver.SUSPENDED) {
            // it stays the driver's task: whatever runs next sets its own, callbacks set none
            suspended(frame, driver);
        } else {
            finish(v);
        }
    }

    private void suspended(@Nullable Frame before, TaskDriver driver) {
        Frame innermost = driver.suspended();
        if (before != innermost) {
            current = innermost;
        }
        if ((flags & MUST_CANCEL) != 0) {
            cancelAwaited();
        }
    }

    private @Nullable Object takeAwaited() {
        Future<?> awaited = Objects.requireNonNull(waitingOn);
        waitingOn = null;
        return awaited.state == DONE ? awaited.result : awaited.takeFailure();
    }

    /**
     * Before the first step, and when a cancellation is to be delivered. A coroutine that is
     * cancelled by its first step never runs.
     */
    private @Nullable Object prepare(@Nullable Object awaited) {
        Object value = awaited;
        if ((flags & MUST_CANCEL) != 0) {
            flags &= ~MUST_CANCEL;
            if (!(value instanceof Failure failure
                    && failure.exception() instanceof CancelledError)) {
                value = new Failure(new CancelledError((String) result));
            }
        }
        if ((flags & STARTED) == 0) {
            flags |= STARTED;
            Coroutine<?> root = (Coroutine<?>) Objects.requireNonNull(current);
            if (value instanceof Failure) {
                root.close();
                finish(value);
                return NEVER;
            }
            if (!root.isNew()) {
                finish(new Failure(root.notNew()));
                return NEVER;
            }
        }
        return value;
    }

    private void startHere() {
        Current here = loop.current;
        TaskDriver driver = loop.driver;
        Context callersContext = here.context;
        Task<?> caller = driver.task;
        Frame callersFrame = driver.suspended();
        try {
            run(loop);
        } finally {
            here.context = callersContext;
            driver.task = caller;
            driver.goBackTo(callersFrame);
        }
    }

    /** It has cancelled itself while it ran. */
    private void cancelAwaited() {
        Future<?> awaited = waitingOn;
        if (awaited != null && awaited.cancel((String) result)) {
            flags &= ~MUST_CANCEL;
        }
    }

    private void finish(@Nullable Object v) {
        current = null;
        loop.removeTask(this);
        if (v instanceof Failure failure) {
            Throwable e = failure.exception();
            if (e instanceof CancelledError) {
                complete(CANCELLED, e);
                return;
            }
            flags |= UNRETRIEVED;
            complete(FAILED, failure);
            if (loop.isDebug()) {
                loop.noteFailed(this);
            }
            if (e instanceof LoopExit exit) {
                throw exit;
            }
        } else if ((flags & MUST_CANCEL) != 0) { // cancelled right before it returned
            flags &= ~MUST_CANCEL;
            complete(CANCELLED, result);
        } else {
            complete(DONE, v);
        }
    }

    /** Lets the task go on in the next round, with a value or a failure. */
    Object resumeSoon(@Nullable Object value) {
        Promise<@Nullable Object> done = new Promise<>(loop);
        done.complete(value instanceof Failure ? FAILED : DONE, value);
        waitingOn = done;
        loop.schedule(this);
        return Driver.SUSPENDED;
    }

    @Override
    public String toString() {
        Frame frame = current;
        StringBuilder s = new StringBuilder("Task[").append(getName());
        String at = frame instanceof Coroutine<?> ? " at " + frame : "";
        if (state != PENDING) {
            s.append(' ').append(describe());
        } else if (loop.driver.task == this) {
            s.append(" running");
        } else if (waitingOn != null) {
            s.append(" waiting").append(at).append(" for ");
            s.append(waitingOn instanceof Task<?> t ? "Task " + t.getName() : waitingOn);
        } else {
            s.append((flags & STARTED) == 0 ? " not started" : " scheduled").append(at);
        }
        if (state == PENDING && cancelRequests > 0) {
            s.append(", cancelling");
        }
        return s.append(']').toString();
    }
}
