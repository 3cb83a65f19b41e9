package dev.jacquard;

import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Drives an {@code @Async} method that returns a stage and was called without a running loop: on the caller's thread,
 * then on the thread that completes what it awaits. When its steps are done, {@link StageTurn} says.
 *
 * <pre>
 *   due ── go ──▶ running ── awaits a stage ──▶ suspended ── it arrives ──▶ due
 *                         ── returns or throws ──▶ ended
 * </pre>
 */
final class StageDriver extends BaseDriver {
    /** Who has called a later step: whoever completed a stage, and that is of no interest. */
    private static final StackTraceElement[] NOBODY = {};

    private final Result result = new Result(this);
    private final Context context = Context.copyCurrent(); // as a task has its own
    private @Nullable Frame first; // of the current step
    private @Nullable Frame next; // of the one after it
    private @Nullable Object input; // for it
    private @Nullable Arrival arrival; // of the stage for which the current step waits
    private boolean due; // what it waited for has come, and its step has not begun

    /** Who has called the first step, as far as that is of interest: null until there is an exception. */
    private StackTraceElement @Nullable [] below;

    // for whoever cancels, on any thread
    private volatile @Nullable Arrival awaited;
    private volatile boolean cancelRequested;

    private StageDriver(Frame first) {
        this.next = first;
    }

    static CompletableFuture<@Nullable Object> start(Coroutine<?> coroutine) {
        if (!coroutine.isNew()) {
            throw coroutine.notNew();
        }
        coroutine.untrack();
        StageDriver driver = new StageDriver(coroutine.root());
        StageTurn.start(driver);
        return driver.result;
    }

    /** Its first step is done after its caller's and not within it. */
    void startsLater() {
        below = NOBODY;
    }

    /** Steps until it has to wait, or ends. */
    void go(StageTurn turn) {
        Object outcome;
        due = false;
        try {
            outcome = steps();
        } catch (Throwable e) { // not the method's own, which would be a Failure
            outcome = new Failure(e);
        }
        if (outcome != SUSPENDED) {
            first = null; // who keeps the stage, or a stage that was awaited, keeps no more of it
            next = null;
            arrival = null;
            awaited = null;
            turn.complete(result, outcome instanceof Failure thrown ? Woven.left(thrown, this) : outcome);
        }
    }

    private @Nullable Object steps() {
        for (; ; ) {
            Frame frame = Objects.requireNonNull(next);
            Object value = input;
            input = null;
            first = frame;
            Object v = stepInContext(frame, value);
            if (v != SUSPENDED) {
                return v;
            }
            below = NOBODY;
            next = started(Objects.requireNonNull(next));
            Arrival a = Objects.requireNonNull(arrival);
            arrival = null;
            if (!a.hasCome()) {
                return SUSPENDED; // from here on it belongs to the thread on which that comes
            }
        }
    }

    @Override
    protected @Nullable Frame first() {
        return first;
    }

    @Override
    protected void suspendedAt(Frame innermost) {
        next = innermost;
    }

    @Override
    protected StackTraceElement[] below() {
        StackTraceElement[] rows = below;
        if (rows == null) {
            rows = Woven.rowsBelowStep();
            below = rows;
        }
        return rows;
    }

    /** Left before the next step can begin, which may be on another thread. */
    private @Nullable Object stepInContext(Frame frame, @Nullable Object value) {
        Current here = Current.get();
        Context before = here.enter(context);
        try {
            return run(frame, value instanceof Failure failure ? Woven.arrived(failure, frame, this) : value);
        } finally {
            here.enter(before);
        }
    }

    // ---- awaiting ------------------------------------------------------------------------------

    @Override
    Object awaitStage(CompletionStage<?> stage) {
        if (cancelRequested) {
            cancelRequested = false;
            StageFuture.cancelStage(stage);
            throw new CancelledError();
        }
        Arrival a = new Arrival(this, stage);
        awaited = a;
        boolean registered = false;
        try {
            stage.whenComplete(a::arrived);
            registered = true;
        } finally {
            if (!registered) { // it has thrown: that is the await's outcome, whatever comes later
                awaited = null;
                a.ignore();
            }
        }
        arrival = a;
        if (cancelRequested) { // it came between
            a.cancel();
        }
        return SUSPENDED;
    }

    @Override
    @Nullable
    Object awaitFuture(Future<?> future) throws Throwable {
        if (future.isDone()) {
            return future.result();
        }
        throw Current.noLoop("await of " + future);
    }

    @Override
    Object yieldOnce() {
        throw Current.noLoop("sleep");
    }

    @Override
    Object sleep(long nanos, @Nullable Object value) {
        throw Current.noLoop("sleep");
    }

    /**
     * Where the step that has suspended and the stage that completes meet, on whichever threads they are. Only the
     * first arrival counts, whatever the stage does.
     */
    private static final class Arrival extends AtomicReference<@Nullable Object> {
        private static final long serialVersionUID = 1;
        private static final Object WAITED_FOR = new Object();

        private transient @Nullable StageDriver driver;
        private transient @Nullable CompletionStage<?> stage;

        Arrival(StageDriver driver, CompletionStage<?> stage) {
            this.driver = driver;
            this.stage = stage;
        }

        /** After the step: whether there is something to go on with already. */
        boolean hasCome() {
            if (compareAndSet(null, WAITED_FOR)) {
                return false;
            }
            take();
            return true;
        }

        void arrived(@Nullable Object v, @Nullable Throwable e) {
            Object arrived = e == null ? new Come(v) : new Come(StageFailure.of(e));
            for (; ; ) {
                Object s = get();
                if (s instanceof Come) {
                    return;
                }
                if (compareAndSet(s, arrived)) {
                    if (s == WAITED_FOR) {
                        resume();
                    }
                    return;
                }
            }
        }

        private void resume() {
            CompletionStage<?> of = Objects.requireNonNull(stage);
            StageDriver d = take();
            try {
                StageTurn.resume(d, of);
            } catch (Throwable e) { // a stage drops what its callbacks throw
                if (d.due) {
                    d.result.end(new Failure(e));
                }
                throw e;
            }
        }

        /** Hands the value over, and holds nothing from now on. */
        private StageDriver take() {
            StageDriver d = Objects.requireNonNull(driver);
            Come come = (Come) Objects.requireNonNull(getAndSet(TAKEN));
            d.awaited = null;
            if (come.value instanceof Failure f && f.exception() instanceof CancelledError) {
                d.cancelRequested = false;
            }
            d.input = come.value;
            d.due = true;
            driver = null;
            stage = null;
            return d;
        }

        /** Whoever cancels the method's result, on any thread. */
        void cancel() {
            CompletionStage<?> s = stage;
            if (s != null) {
                try {
                    StageFuture.cancelStage(s);
                } finally {
                    arrived(null, new CancellationException()); // not every stage can be cancelled
                }
            }
        }

        void ignore() {
            set(TAKEN);
            driver = null;
            stage = null;
        }
    }

    /** What has become of a stage. */
    private record Come(@Nullable Object value) {}

    private static final Come TAKEN = new Come(null);

    // ---- the stage of its result ---------------------------------------------------------------

    private void cancel() {
        cancelRequested = true;
        Arrival a = awaited;
        if (a != null) {
            a.cancel();
        }
    }

    /**
     * Cancels what the method awaits, and what that awaits if it is one of ours; one after the other, not one within
     * the other.
     */
    private static void cancelAll(StageDriver driver) {
        Current here = Current.get();
        Deque<BaseDriver> others = here.cancelling;
        if (others != null) {
            others.add(driver);
            return;
        }
        Throwable problem = null;
        others = new ArrayDeque<>();
        here.cancelling = others;
        try {
            for (StageDriver d = driver; d != null; d = (StageDriver) others.poll()) {
                try {
                    d.cancel();
                } catch (Throwable e) {
                    problem = problem == null ? e : problem;
                }
            }
        } finally {
            here.cancelling = null;
            here.leave();
        }
        if (problem != null) {
            throw Sneaky.sneak(problem);
        }
    }

    static final class Result extends CompletableFuture<@Nullable Object> {
        private volatile @Nullable StageDriver driver; // until it has ended

        Result(StageDriver driver) {
            this.driver = driver;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            StageDriver d = driver;
            if (cancelled && d != null) {
                cancelAll(d);
            }
            return cancelled;
        }

        /** The method has ended. */
        void end(@Nullable Object outcome) {
            driver = null;
            if (!(outcome instanceof Failure failure)) {
                complete(outcome);
                return;
            }
            Throwable e = failure.exception();
            if (e instanceof CancelledError) {
                super.cancel(false);
            } else if (!completeExceptionally(e)) {
                System.getLogger("dev.jacquard")
                        .log(
                                Level.ERROR,
                                "An @Async method has thrown after its stage was cancelled or"
                                        + " completed by somebody else",
                                e);
            }
        }

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object join() {
            beforeBlocking();
            return super.join();
        }

        @Override
        public @Nullable Object get() throws InterruptedException, ExecutionException {
            beforeBlocking();
            return super.get();
        }

        @Override
        public @Nullable Object get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            beforeBlocking();
            return super.get(timeout, unit);
        }

        private void beforeBlocking() {
            if (!isDone()) {
                StageTurn.beforeBlocking(this);
            }
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
