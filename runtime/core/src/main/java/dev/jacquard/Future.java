package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Origin;
import dev.jacquard.woven.Woven;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that will be there some time: the side from which it is read. {@code asyncio.Future}.
 *
 * <pre>
 *   PENDING ── setResult ────▶ DONE
 *           ── setException ─▶ FAILED
 *           ── cancel ───────▶ CANCELLED
 * </pre>
 *
 * <p>Belongs to one loop and is used on the loop's thread only. Not a {@link java.util.concurrent.CompletionStage}, see
 * {@link #toCompletableFuture}.
 *
 * @param <T> the result
 */
// Callbacks are jobs, and a waiting task is stored as it is: a completion allocates nothing.
public abstract class Future<T extends @Nullable Object> extends Job implements Awaitable<T> {
    /**
     * The future of a stage's result, on the running loop. {@code asyncio.wrap_future}.
     *
     * @param stage the stage, which may complete on any thread; cancelling the future cancels it
     */
    @SuppressWarnings("unchecked")
    public static <T extends @Nullable Object> Future<T> of(java.util.concurrent.CompletionStage<T> stage) {
        return (Future<T>) Current.loop("Future.of").follow(Objects.requireNonNull(stage, "stage is null"));
    }

    static final byte PENDING = 0;
    static final byte DONE = 1;
    static final byte FAILED = 2;
    static final byte CANCELLED = 3;

    static final byte UNRETRIEVED = 1;

    /** Its loop knows of its exception, to tell of it if it is lost. */
    static final byte WATCHED = 8;

    /**
     * Where a {@link Task} goes on; null in other futures, whose size does not change with it. Here and first, so that
     * it is beside the object's header: a step then reads one cache line of its task most often.
     */
    @Nullable
    Frame current;

    final BaseEventLoop loop;

    /** Null, a job, or an ArrayList of jobs. A {@link ParentFuture} counts as this future's own callback of it. */
    private @Nullable Object callbacks;

    /**
     * By state: the cancel message, the value, the {@link Failure}; of a cancelled one a message, a {@link Failure}, or
     * its {@link Origin} when it was handed out.
     */
    @Nullable
    Object result;

    byte state;
    byte flags;

    Future(BaseEventLoop loop) {
        this.loop = loop;
        if (Observer.listening) {
            Observer.tellCreated(this);
        }
    }

    // ---- reading -----------------------------------------------------------------------------

    /** Whether it has a result or an exception, or was cancelled. */
    public final boolean isDone() {
        checkThread();
        return state != PENDING;
    }

    /** Whether it was cancelled. */
    public final boolean isCancelled() {
        checkThread();
        return state == CANCELLED;
    }

    /**
     * The result. Throws the future's exception, the object itself, if it has one.
     *
     * @throws InvalidStateException if it is not done
     * @throws CancelledError if it was cancelled
     */
    @SuppressWarnings({"unchecked", "NullAway"})
    public final T result() {
        checkThread();
        if (state == DONE) {
            return (T) result;
        }
        throw Sneaky.sneak(arrivedHere(ended("Result is not set.")));
    }

    /**
     * The exception, or null if it has a result.
     *
     * @throws InvalidStateException if it is not done
     * @throws CancelledError if it was cancelled
     */
    public final @Nullable Throwable exception() {
        checkThread();
        if (state == DONE) {
            return null;
        }
        Failure failure = ended("Exception is not set.");
        if (state == FAILED) {
            return failure.exception();
        }
        throw Sneaky.sneak(arrivedHere(failure));
    }

    private Failure ended(String pending) {
        if (state == PENDING) {
            throw new InvalidStateException(pending + " " + this);
        }
        return takeFailure();
    }

    /** The exception that whoever asks for a result gets. */
    static Throwable arrivedHere(Failure failure) {
        BaseEventLoop running = Current.runningLoop();
        if (running == null) {
            Woven.arrivedOutside(failure);
        } else {
            Woven.arrivedHere(failure, running.driver);
        }
        return failure.exception();
    }

    /** Whether nobody needs to be told of an exception: there is none, or somebody has seen it. */
    public final boolean isExceptionRetrieved() {
        return (flags & UNRETRIEVED) == 0;
    }

    /** What a future ends with that is not {@link #DONE}, as it was then; the exception counts as retrieved. */
    final Failure takeFailure() {
        return switch (state) {
            case FAILED -> {
                retrieved();
                yield failure();
            }
            case CANCELLED -> takeCancellation();
            default -> throw new IllegalStateException("not done: " + this); // asked too early by us
        };
    }

    /** The exception of {@link #takeFailure}. */
    final Throwable takeProblem() {
        return takeFailure().exception();
    }

    /**
     * What a task that has waited for this, which is done, goes on with.
     *
     * @param cancelled whether a cancellation is delivered to the task, in place of a value
     * @return the value or a {@link Failure}; {@link Task#NEVER} if it has to wait again
     */
    @Nullable
    Object taken(Task<?> by, boolean cancelled) {
        return state == DONE ? result : Woven.arrived(takeFailure(), by.frame(), loop.driver);
    }

    private Failure failure() {
        return (Failure) Objects.requireNonNull(result);
    }

    /** The error by which a task ended is handed out once; later ones are new. */
    private Failure takeCancellation() {
        Object r = result;
        if (r instanceof Failure first) {
            result = first.origin();
            return first;
        }
        if (r instanceof Origin origin) {
            return new Failure(new CancelledError(), origin);
        }
        return Failure.made(r == null ? new CancelledError() : new CancelledError((String) r));
    }

    /** Where the work stood that was cancelled, if that is known. */
    final @Nullable Origin cancellationOrigin() {
        return result instanceof Failure first ? first.origin() : result instanceof Origin origin ? origin : null;
    }

    /** The loop to which it belongs. */
    public final EventLoop getLoop() {
        return loop;
    }

    /** In debug mode, where it was created, innermost call first; else empty. */
    public final List<StackTraceElement> createdAt() {
        return loop.createdAt(this);
    }

    @Override
    public Coroutine<T> asCoroutine() {
        return Leaf.awaiting(this);
    }

    // ---- completing --------------------------------------------------------------------------

    /** {@link #cancel(String)} without a message. */
    public final boolean cancel() {
        return cancel(null);
    }

    /**
     * Cancels it: whoever awaits it gets a {@link CancelledError}.
     *
     * @param message for that error, or null
     * @return false if it was done already
     */
    public boolean cancel(@Nullable String message) {
        checkThread();
        retrieved();
        if (state != PENDING) {
            return false;
        }
        complete(CANCELLED, message);
        return true;
    }

    final void fail(Throwable e) {
        failed(new Failure(e));
    }

    /** Completes it with an exception, which is told if nobody will ever see it. */
    final void failed(Failure failure) {
        flags |= UNRETRIEVED;
        if (!isAwaited()) {
            flags |= WATCHED;
            loop.observer.failed(this, failure);
        }
        complete(FAILED, failure);
    }

    /** Whether somebody waits who will certainly take the result. */
    private boolean isAwaited() {
        Object c = callbacks;
        if (c instanceof List<?> list) {
            for (Object job : list) {
                if (job instanceof Task || job instanceof ParentFuture.Child) {
                    return true;
                }
            }
            return false;
        }
        return c instanceof Task || c instanceof ParentFuture;
    }

    /** Somebody has seen the exception, or does not want to. */
    final void retrieved() {
        flags &= ~UNRETRIEVED;
        if ((flags & WATCHED) != 0) {
            flags &= ~WATCHED;
            loop.observer.retrieved(this);
        }
    }

    /** Ends the pending state and schedules the callbacks. */
    final void complete(byte newState, @Nullable Object newResult) {
        state = newState;
        result = newResult;
        Object c = callbacks;
        if (c == null) {
            return;
        }
        Job job;
        if (c instanceof ParentFuture) {
            job = this; // run() then tells it which child this is
        } else {
            callbacks = null;
            if (!(c instanceof Job one)) {
                scheduleAll((List<?>) c);
                return;
            }
            job = one;
        }
        loop.schedule(job); // in one place, to keep what the JIT makes of a step small
    }

    private void scheduleAll(List<?> jobs) {
        for (Object job : jobs) {
            loop.schedule((Job) job);
        }
    }

    final void checkPending() {
        checkThread();
        if (state != PENDING) {
            throw new InvalidStateException("Already done: " + this);
        }
    }

    // ---- callbacks ---------------------------------------------------------------------------

    /**
     * Calls a function soon after the future is done, in a copy of the current context.
     *
     * @param callback gets this future
     */
    public final void addDoneCallback(Consumer<? super Future<T>> callback) {
        checkThread();
        addCallback(new DoneCallback<>(this, Objects.requireNonNull(callback, "callback is null"), loop.copyContext()));
    }

    /**
     * Takes back all callbacks that are this very object (or equal to it).
     *
     * @return how many there were
     */
    public final int removeDoneCallback(Consumer<? super Future<T>> callback) {
        Objects.requireNonNull(callback, "callback is null");
        checkThread();
        Object c = callbacks;
        if (state != PENDING || c == null) {
            return 0;
        }
        if (c instanceof List<?> list) {
            int removed = 0;
            for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
                if (i.next() instanceof DoneCallback<?> d && d.callback.equals(callback)) {
                    i.remove();
                    removed++;
                }
            }
            if (list.isEmpty()) {
                callbacks = null;
            }
            return removed;
        }
        if (c instanceof DoneCallback<?> d && d.callback.equals(callback)) {
            callbacks = null;
            return 1;
        }
        return 0;
    }

    /** Runs the job when the future is done: a task, or a callback. */
    final void addCallback(Job job) {
        if (state != PENDING) {
            loop.schedule(job);
            return;
        }
        Object c = callbacks;
        if (c == null) {
            callbacks = job;
        } else if (c instanceof ArrayList) {
            @SuppressWarnings("unchecked")
            ArrayList<Job> list = (ArrayList<Job>) c;
            list.add(job);
        } else {
            ArrayList<Job> list = new ArrayList<>(4);
            list.add(c instanceof ParentFuture<?> g ? new ParentFuture.Child(g, this) : (Job) c);
            list.add(job);
            callbacks = list;
        }
    }

    /** Tells a gathering future when this one, which is pending, is done; as its only callback it needs no object. */
    final void addGathering(ParentFuture<?> gathering) {
        if (callbacks == null) {
            callbacks = gathering;
        } else {
            addCallback(new ParentFuture.Child(gathering, this));
        }
    }

    /** Takes back {@link #addGathering}. */
    final void removeGathering(ParentFuture<?> gathering) {
        if (callbacks == gathering) {
            callbacks = null;
        } else if (callbacks instanceof List<?> list) {
            list.removeIf(job -> job instanceof ParentFuture.Child child && child.outer == gathering);
        }
    }

    /** A future is run as a job to tell the gathering future that it is done. */
    @Override
    protected void run(JobLoop on) {
        if (callbacks instanceof ParentFuture<?> gathering) {
            callbacks = null;
            gathering.childDone(this);
        }
    }

    /** Debug mode: throws if its loop runs on another thread than this. */
    final void checkThread() {
        if (Observer.listening) {
            loop.checkUse(this);
        }
    }

    // ---- for people: who waits for whom --------------------------------------------------------

    /**
     * The futures on which this one depends, as far as it knows: what a task awaits, the children of a gather, the task
     * that holds a lock. An await graph follows them.
     */
    Collection<? extends Future<?>> dependsOn() {
        return List.of();
    }

    /** What a task that awaits this waits for: as short as it can be. */
    String waitsFor() {
        return toString();
    }

    final void removeCallback(Job job) {
        if (callbacks == job) {
            callbacks = null;
        } else if (callbacks instanceof List<?> list) {
            list.remove(job);
        }
    }

    final @Nullable Object callbacks() {
        return callbacks;
    }

    private static final class DoneCallback<T extends @Nullable Object> extends Job {
        final Future<T> future;
        final Consumer<? super Future<T>> callback;
        final Context context;

        DoneCallback(Future<T> future, Consumer<? super Future<T>> callback, Context context) {
            this.future = future;
            this.callback = callback;
            this.context = context;
        }

        @Override
        public String toString() {
            return "done callback " + callback + " of " + future;
        }

        @Override
        protected void run(JobLoop on) {
            BaseEventLoop loop = future.loop;
            Current here = loop.current;
            here.enter(context);
            try {
                callback.accept(future);
            } catch (LoopExit e) {
                throw e;
            } catch (Throwable e) {
                loop.callExceptionHandler(
                        new ErrorContext("Exception in done callback " + callback + " of " + future, e, future));
            } finally {
                here.enter(null);
            }
        }
    }

    // ---- others ------------------------------------------------------------------------------

    /**
     * A {@code CompletableFuture} with this result, for code that knows nothing of Jacquard. Cancelling it, from any
     * thread, cancels this future.
     */
    public final CompletableFuture<T> toCompletableFuture() {
        checkThread();
        return LayersAbove.THEY.stageOf(this);
    }

    /** The state and what there is to say about it. */
    final String describe() {
        return switch (state) {
            case DONE -> "done: " + (result instanceof Future ? "a future" : String.valueOf(result));
            case FAILED -> "failed: " + failure().exception();
            case CANCELLED -> "cancelled";
            default -> "pending";
        };
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + describe() + "]";
    }
}
