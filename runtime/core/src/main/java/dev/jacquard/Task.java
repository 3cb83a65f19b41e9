package dev.jacquard;

import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Drives a coroutine on a loop, concurrently with other tasks; the future of its result. {@code asyncio.Task}.
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
    // what a step has to look after; most often nothing, then one look is enough
    private static final byte NEW = 1; // until its first step is done
    private static final byte WAITING = 2;
    private static final byte MUST_CANCEL = 4;
    private static final byte ENDED = 8;
    private static final byte CANCELLING = 16; // what it waits for is being cancelled just now

    // what a step leaves to be done, beside ALL
    private static final int RETURNED = 2; // or has thrown
    private static final int SUSPENDED = 3; // and waits, or something else is to be looked after

    private @Nullable Future<?> waitingOn;
    private byte attention = NEW;
    private Object context; // a Context, or its values: most tasks need no object of their own
    private @Nullable Object details; // a name or Details; null: the number says the name
    private final int number;

    // the loop's tasks that are not done, in the order of creation
    @Nullable
    Task<?> previous;

    @Nullable
    Task<?> next;

    Task(BaseEventLoop loop, Coroutine<T> coroutine, @Nullable String name, @Nullable Context context, boolean eager) {
        super(loop);
        if (!coroutine.isNew()) {
            throw coroutine.notNew();
        }
        loop.checkOpen();
        if (context == null) {
            this.context = loop.contextForTask();
        } else {
            loop.checkHere();
            this.context = context;
        }
        this.current = coroutine.root();
        this.details = name;
        this.number = name == null ? loop.nextTaskNumber() : 0;
        loop.addTask(this);
        if (loop.observed) {
            loop.observer.started(this, loop.isHere() ? loop.currentTask() : null);
        }
        if (eager && loop.isHere() && loop.driver.mayStartHere()) {
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
     * @param eager whether its first step is done at once, on the caller's stack, if the loop is running
     */
    public static <T extends @Nullable Object> Task<T> create(
            EventLoop loop, Coroutine<T> coroutine, @Nullable String name, @Nullable Context context, boolean eager) {
        return new Task<>(
                BaseEventLoop.of(loop),
                Objects.requireNonNull(coroutine, BaseEventLoop.NO_COROUTINE),
                name,
                context,
                eager);
    }

    // ---- what users see ------------------------------------------------------------------------

    /** Its name; {@code Task-N} if it was given none. */
    public String getName() {
        String n = details instanceof Details d ? d.name : (String) details;
        return n == null ? "Task-" + number : n;
    }

    /** Renames it. */
    public void setName(String name) {
        Objects.requireNonNull(name, "name is null");
        if (details instanceof Details d) {
            d.name = name;
        } else {
            details = name;
        }
    }

    /** What few tasks have. */
    private static final class Details {
        @Nullable
        String name;

        int cancelRequests;
    }

    private Details details() {
        if (details instanceof Details d) {
            return d;
        }
        Details d = new Details();
        d.name = (String) details;
        details = d;
        return d;
    }

    /** The context in which its steps run. */
    @SuppressWarnings("unchecked")
    public Context getContext() {
        if (context instanceof Context c) {
            return c;
        }
        Context c = new Context((Map<ContextVar<?>, @Nullable Object>) context);
        context = c;
        return c;
    }

    /** What is set in its context. */
    @SuppressWarnings("unchecked")
    Map<ContextVar<?>, @Nullable Object> contextValues() {
        return context instanceof Context c ? c.values() : (Map<ContextVar<?>, @Nullable Object>) context;
    }

    /** How many requests to cancel it are not withdrawn. */
    public int cancelling() {
        return details instanceof Details d ? d.cancelRequests : 0;
    }

    /**
     * Withdraws one request to cancel it; to be called by whoever made it.
     *
     * @return how many are left
     */
    public int uncancel() {
        checkThread();
        if (cancelling() > 0 && --details().cancelRequests == 0) {
            attention &= ~MUST_CANCEL;
        }
        return cancelling();
    }

    /**
     * Asks the task to cancel: the await at which it is suspended throws {@link CancelledError}. It is cancelled when
     * it lets that error pass.
     *
     * @return false if it was done already
     */
    @Override
    public boolean cancel(@Nullable String message) {
        checkThread();
        retrieved();
        if (state != PENDING) {
            return false;
        }
        if ((attention & CANCELLING) != 0) {
            loop.circleOfCancels = true;
            return false; // it waits for who waits for it
        }
        details().cancelRequests++;
        Future<?> waiting = waitingOn;
        boolean outer = loop.circleOfCancels;
        loop.circleOfCancels = false;
        boolean cancelled = waiting != null && cancelWaiting(waiting, message);
        boolean circle = loop.circleOfCancels;
        loop.circleOfCancels = outer;
        if (cancelled) {
            return true; // waitingOn stays: it may refuse, and be cancelled again
        }
        attention |= MUST_CANCEL;
        result = message;
        if (waiting != null && circle) {
            leaveCircle(waiting);
        }
        return true;
    }

    private boolean cancelWaiting(Future<?> waiting, @Nullable String message) {
        attention |= CANCELLING;
        try {
            return waiting.cancel(message);
        } finally {
            attention &= ~CANCELLING;
        }
    }

    /** Nobody else would ever break it. */
    private void leaveCircle(Future<?> waiting) {
        waiting.removeCallback(this);
        waitingOn = null;
        attention &= ~WAITING;
        loop.schedule(this);
    }

    /**
     * The coroutine that it drives. {@code Task.get_coro}. Its {@code toString} says the method, and where it stands.
     *
     * @return null when the task is done: it keeps nothing of what it has run
     */
    @SuppressWarnings("unchecked") // the outermost frame is the coroutine that was given
    public @Nullable Coroutine<T> getCoro() {
        checkThread();
        Frame frame = current;
        if (frame == null) {
            return null;
        }
        for (Frame p = Woven.parent(frame); p != null; p = Woven.parent(p)) {
            frame = p;
        }
        return ((Coroutine<T>) frame).asGiven();
    }

    // ---- steps ---------------------------------------------------------------------------------

    /** In place of the value for a step: the coroutine is not to run in this one. */
    static final Object NEVER = new Object();

    /**
     * One step of a task that has only yielded, as long as it only yields. All else is left: so this stays small enough
     * to become a part of the loop, always.
     */
    @Override
    protected int step(JobLoop on) {
        if (attention != 0 || Propagation.ON) {
            return ALL;
        }
        if (!((BaseEventLoop) on).driver.suspends(current)) {
            return RETURNED;
        }
        if (attention != 0) {
            return SUSPENDED;
        }
        on.scheduleHere(this);
        return NOTHING;
    }

    @Override
    protected void runRest(JobLoop on, int left) {
        if (left == ALL) {
            runAttentively(on);
        } else {
            stepDone(left == RETURNED ? loop.driver.outcomeOf(current) : Driver.SUSPENDED, on);
        }
    }

    @Override
    protected void run(JobLoop on) {
        int left = step(on);
        if (left != NOTHING) {
            runRest(on, left);
        }
    }

    private void runAttentively(JobLoop on) {
        if (Propagation.ON && state == PENDING) {
            loop.current.hold(getContext());
        }
        Object value = attention == WAITING ? takeAwaited(false) : prepare(on);
        if (value != NEVER) {
            stepDone(((BaseEventLoop) on).driver.step(current, value), on);
        }
    }

    private void stepDone(@Nullable Object v, JobLoop on) {
        if (v != Driver.SUSPENDED) {
            finish(v);
            return;
        }
        if ((attention & NEW) != 0) {
            attention &= ~NEW;
            current = loop.driver.firstStepDone(Objects.requireNonNull(current));
        }
        if ((attention & WAITING) == 0) {
            on.scheduleHere(this);
        }
    }

    /** The frame with which its next step, or the one that is running, begins; null if it is done. */
    @Nullable
    Frame frame() {
        return current;
    }

    /** The next step begins with another frame. */
    void suspendedAt(Frame innermost) {
        current = innermost;
    }

    /** Goes on when a future is done. */
    void waitFor(Future<?> future) {
        waitingOn = future;
        attention |= WAITING;
        future.addCallback(this);
        if ((attention & MUST_CANCEL) != 0) {
            cancelAwaited();
        }
    }

    private @Nullable Object takeAwaited(boolean cancelled) {
        Future<?> awaited = Objects.requireNonNull(waitingOn);
        waitingOn = null;
        attention &= ~WAITING;
        return awaited.taken(this, cancelled);
    }

    /**
     * Before the first step, when a cancellation is to be delivered, and when a gathering future is to be told of its
     * end. A coroutine that is cancelled by its first step never runs.
     */
    private @Nullable Object prepare(JobLoop on) {
        if (attention == ENDED) {
            super.run(on);
            return NEVER;
        }
        Object value = (attention & WAITING) == 0 ? null : takeAwaited((attention & MUST_CANCEL) != 0);
        if ((attention & MUST_CANCEL) != 0) {
            attention &= ~MUST_CANCEL;
            if (!(value instanceof Failure failure && failure.exception() instanceof CancelledError)) {
                value = Woven.arrived(Failure.made(new CancelledError((String) result)), current, loop.driver);
            }
        }
        if ((attention & NEW) != 0) {
            Coroutine<?> root = (Coroutine<?>) Objects.requireNonNull(current);
            if (value instanceof Failure && !root.takesFailureAtStart()) {
                root.close();
                finish(value);
                return NEVER;
            }
            if (!root.isNew()) {
                finish(new Failure(root.notNew()));
                return NEVER;
            }
            root.untrack();
        }
        return value;
    }

    private void startHere() {
        Current here = loop.current;
        Context callers = here.enter(null);
        try {
            loop.driver.startHere(this);
        } finally {
            here.enter(callers);
        }
    }

    /** It has cancelled itself while it ran. */
    private void cancelAwaited() {
        Future<?> awaited = waitingOn;
        if (awaited != null && awaited.cancel((String) result)) {
            attention &= ~MUST_CANCEL;
        }
    }

    private void finish(@Nullable Object v) {
        byte end = attention;
        attention = ENDED;
        current = null;
        loop.driver.taskEnded();
        loop.removeTask(this);
        if (result != null) {
            loop.cancellationOutlived(this, (String) result);
        }
        if (v instanceof Failure thrown) {
            Failure failure = Woven.left(thrown, loop.driver);
            Throwable e = failure.exception();
            if (e instanceof CancelledError) {
                complete(CANCELLED, failure);
                return;
            }
            failed(failure);
            if (e instanceof LoopExit exit) {
                throw exit;
            }
        } else if ((end & MUST_CANCEL) != 0) { // cancelled right before it returned
            complete(CANCELLED, result);
        } else {
            complete(DONE, v);
        }
    }

    @Override
    protected JobKind kind() {
        // done, it is run once more if a gathering future is to be told
        return state == PENDING ? JobKind.STEP : JobKind.CALLBACK;
    }

    /**
     * Its calls, as a blocking thread's stack would have them: innermost first, without the runtime's own. Those at
     * which it is suspended; where it is just now, if it is running; the first one, without a line, if it has not
     * started. Empty if it is done. {@code Task.get_stack}, which has the outermost first.
     *
     * @see Asyncio#captureCallGraph(Future)
     */
    public List<StackTraceElement> getStack() {
        checkThread();
        List<StackTraceElement> running = loop.driver.isStepping(this) ? loop.runningCalls(this) : null;
        return running == null ? Stacks.suspended(current) : running;
    }

    /**
     * What it waits for, in words for people: {@code gather[1 of 2 done]}.
     *
     * @return null if it does not wait
     */
    public @Nullable String awaiting() {
        checkThread();
        Future<?> awaited = waitingOn;
        return awaited == null ? null : awaited.waitsFor();
    }

    /** What it does, in a word. */
    String activity() {
        if (state != PENDING) {
            return "done";
        }
        if (loop.driver.isStepping(this) && waitingOn == null) {
            return "running";
        }
        return waitingOn != null ? "waiting" : (attention & NEW) != 0 ? "not started" : "scheduled";
    }

    @Override
    Collection<? extends Future<?>> dependsOn() {
        Future<?> awaited = waitingOn;
        return awaited == null ? List.of() : List.of(awaited);
    }

    @Override
    String waitsFor() {
        return "Task " + getName();
    }

    /** Lets the task go on in the next round, with a value or a failure. */
    Object resumeSoon(@Nullable Object value) {
        Promise<@Nullable Object> done = new Promise<>(loop);
        done.complete(value instanceof Failure ? FAILED : DONE, value);
        waitingOn = done;
        attention |= WAITING;
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
        } else if (loop.driver.isStepping(this) && waitingOn == null) {
            s.append(" running");
        } else if (waitingOn != null) {
            s.append(" waiting").append(at).append(" for ");
            s.append(waitingOn.waitsFor());
        } else {
            s.append((attention & NEW) != 0 ? " not started" : " scheduled").append(at);
        }
        if (state == PENDING && cancelling() > 0) {
            s.append(", cancelling");
        }
        return s.append(']').toString();
    }
}
