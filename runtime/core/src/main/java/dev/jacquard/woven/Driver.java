package dev.jacquard.woven;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Drives one step of a task at a time: every woven body gets it as its last parameter.
 *
 * <p>While calls leave the stack because a leaf suspended, each hands in its new frame, innermost first
 * ({@link #push}); a resumed frame that suspends again stays where it is ({@link #again}). A resumption enters the
 * innermost frame; its result goes from parent to parent in {@link #run}, a trampoline, so that no chain, however deep,
 * is unwound twice or overflows the stack.
 *
 * <p>There is one driver per loop, not one per task: what it holds is needed only while a step runs.
 */
public abstract class Driver {
    /** What a woven body, or a leaf, returns in place of its result when it has suspended. */
    public static final Object SUSPENDED = new Object() {
        @Override
        public String toString() {
            return "SUSPENDED";
        }
    };

    /** What a resumed frame returns in place of {@link #SUSPENDED} when it has emitted a value. */
    private static final Object EMITTED = new Object();

    private @Nullable Frame newest; // innermost frame of the suspension going on
    private @Nullable Frame oldest; // outermost so far
    private @Nullable Frame resumed; // the parent being resumed; null: the step's first frame is
    private @Nullable Frame moved; // the innermost frame that again has told last
    private @Nullable Frame endedRoot;
    private final Frame emission = new Emission();
    private boolean emitting;
    private @Nullable Object emitted;
    private @Nullable Object returned; // by a plain step
    private @Nullable WeakReference<Throwable> extended; // whose trace was last looked after

    /** For the runtime. */
    protected Driver() {}

    // ---- what woven code calls ----------------------------------------------------------------

    /** A direct call is left: it hands in the frame it has just made. */
    public final Object push(Frame frame) {
        Frame o = oldest;
        if (o == null) {
            newest = frame;
        } else {
            o.parent = frame;
        }
        oldest = frame;
        return SUSPENDED;
    }

    /** A call that was a coroutine before is left for the first time; it has pushed its frame. */
    public final Object pushKept(Frame call) {
        return push(new KeptCall(call));
    }

    /** A resumed frame suspends again: what was pushed goes on top of it. */
    public final Object again(Frame frame) {
        return oldest == null ? SUSPENDED : againUnder(frame);
    }

    private Object againUnder(Frame frame) {
        if (emitting) {
            oldest = null;
            return EMITTED;
        }
        Objects.requireNonNull(oldest).parent = frame;
        Frame innermost = Objects.requireNonNull(newest);
        newest = null;
        oldest = null;
        moved = innermost;
        suspendedAt(innermost);
        return SUSPENDED;
    }

    // ---- what the runtime supplies: API.md's awaitables are known only there --------------------

    /** Awaits anything awaitable: gives its result, throws its exception, or gives {@link #SUSPENDED}. */
    protected abstract @Nullable Object await(@Nullable Object awaitable) throws Throwable;

    /**
     * Awaits anything awaitable, from woven code, which tells where it is.
     *
     * @param place where
     */
    protected abstract @Nullable Object await(@Nullable Object awaitable, String place) throws Throwable;

    /** {@code hasNext()} as a suspension point: a Boolean, or {@link #SUSPENDED}. */
    protected abstract Object hasNext(Iterator<?> iterator) throws Throwable;

    /** {@code close()} as a suspension point. */
    protected abstract @Nullable Object close(AutoCloseable resource) throws Throwable;

    /** {@code closeFinally(resource, failure)} of Kotlin as a suspension point. */
    protected abstract @Nullable Object closeFinally(@Nullable AutoCloseable resource, @Nullable Throwable failure)
            throws Throwable;

    /** Which of two exceptions is thrown after an implicit close. */
    protected abstract Throwable suppress(Throwable first, Throwable later);

    /** {@code emit(value)} as a suspension point: the call that asked for the next value gets it. */
    protected Object emit(@Nullable Object value) {
        emitting = true;
        emitted = value;
        oldest = emission; // so that again, which looks at this field anyway, notices
        return SUSPENDED;
    }

    // ---- what the task calls --------------------------------------------------------------------

    /**
     * Resumes a frame and then its parents, until one suspends or there are no more.
     *
     * <p>A frame that only suspends again leaves no trace here: nothing is stored.
     *
     * @param frame the innermost one, from which {@link #first()} is told; not a new one
     * @return the root's result, a {@link Failure}, or {@link #SUSPENDED} (then the frame to resume next is the same as
     *     before, or {@link #suspendedAt} was told another)
     */
    @SuppressWarnings("NullAway") // a task that runs has a frame; a check would cost each step
    protected final @Nullable Object run(@Nullable Frame frame, @Nullable Object value) {
        Object v;
        try {
            v = frame.resume(this, value);
            if (v == SUSPENDED) {
                return v;
            }
        } catch (Throwable t) {
            v = failed(t, frame, value);
        }
        if (frame.parent == null && v != EMITTED) {
            ended(frame);
            return v;
        }
        return parents(frame, v);
    }

    /**
     * {@link #run} with null, in two parts: whether the frame has only suspended again. What else has happened is told
     * by {@link #outcome}.
     */
    @SuppressWarnings("NullAway") // as there
    protected final boolean onlySuspends(@Nullable Frame frame) {
        try {
            Object v = frame.resume(this, null);
            if (v == SUSPENDED) {
                return true;
            }
            returned = v;
        } catch (Throwable t) {
            thrown(t, frame);
        }
        return false;
    }

    private void thrown(Throwable t, Frame frame) {
        forgetPushed();
        returned = Traces.thrown(t, frame, this);
    }

    /**
     * One that only passes through has been extended where it came from: looking again at each of many frames would
     * take quadratic time.
     */
    private Failure failed(Throwable t, Frame frame, @Nullable Object value) {
        forgetPushed();
        return value instanceof Failure passing && passing.exception() == t ? passing : Traces.thrown(t, frame, this);
    }

    /** What {@link #run} would have returned after {@link #onlySuspends}. */
    @SuppressWarnings("NullAway") // as there
    protected final @Nullable Object outcome(@Nullable Frame frame) {
        Object v = returned;
        returned = null;
        if (frame.parent == null && v != EMITTED) {
            ended(frame);
            return v;
        }
        return parents(frame, v);
    }

    /** The root has ended: whoever keeps it is not to keep what it has saved, if anything. */
    private static void ended(Frame root) {
        if (root.state > 0) {
            root.release();
        }
    }

    /**
     * To be called after {@link #run} with a new frame has suspended: such a one does not suspend by way of again but
     * of push.
     *
     * @return the frame with which the next step begins
     */
    protected final Frame started(Frame first) {
        return oldest == null ? first : takePushed();
    }

    /** Hands a result from parent to parent. */
    private @Nullable Object parents(Frame frame, @Nullable Object value) {
        try {
            Object v = resumeParents(frame, value);
            if (v != SUSPENDED) {
                endRoot();
            }
            return v;
        } finally {
            resumed = null;
        }
    }

    /** None has ended if a generator has emitted. */
    private void endRoot() {
        Frame root = endedRoot;
        if (root != null) {
            endedRoot = null;
            ended(root);
        }
    }

    private @Nullable Object resumeParents(Frame frame, @Nullable Object value) {
        Frame f = frame;
        Object v = value;
        for (; ; ) {
            Frame p = f.parent;
            if (v == EMITTED) { // the parent is a generator's call: it finds out by takeEmission
                v = emitted;
                emitted = null;
                f.parent = null; // a generator that waits must not hold who asked it last
                if (p == null) {
                    return v;
                }
            }
            if (p == null) {
                endedRoot = f; // seen to by the caller, out of this loop
                return v;
            }
            f = p;
            resumed = f;
            moved = null;
            try {
                v = f.resume(this, v);
                if (v == SUSPENDED) {
                    if (moved == null) {
                        suspendedAt(oldest == null ? f : takePushed());
                    }
                    return v;
                }
            } catch (Throwable t) {
                v = failed(t, f, v);
            }
        }
    }

    /**
     * When a step ends by an exception: it may have come (for want of stack or memory) while calls were leaving the
     * stack, and those that had left are not to be linked to others.
     */
    private void forgetPushed() {
        newest = null;
        oldest = null;
        emitting = false;
    }

    /** The innermost of the frames that were pushed. */
    @SuppressWarnings("NullAway") // asked only if there are any
    private Frame takePushed() {
        Frame innermost = newest;
        newest = null;
        oldest = null;
        return innermost;
    }

    /** The frame with which the step that is running began. */
    protected abstract @Nullable Frame first();

    /** The next step is to begin with another frame. */
    protected abstract void suspendedAt(Frame innermost);

    /**
     * Starts or resumes the body of a generator, on top of the call that asks for its next value: that call's frame is
     * not among the body's parents before the body has really suspended.
     *
     * @return the body's result, what it emitted (see {@link #takeEmission}), or {@link #SUSPENDED}, then the caller is
     *     expected to {@link #push} its own frame
     */
    protected final @Nullable Object nested(Frame body, @Nullable Object value) throws Throwable {
        Frame caller = resumed;
        body.parent = null;
        resumed = body;
        moved = null;
        try {
            Object v = body.resume(this, value);
            if (emitting) { // by way of again, or of push if it is new
                newest = null;
                oldest = null;
                v = emitted;
                emitted = null;
            } else if (v == SUSPENDED) {
                if (oldest == null) { // by way of again
                    newest = moved == null ? body : moved;
                }
                oldest = body;
            }
            return v;
        } catch (Throwable t) {
            forgetPushed();
            throw t;
        } finally {
            resumed = caller;
        }
    }

    /** Whether the generator's body that has just returned emitted a value (else it has ended); asked once. */
    protected final boolean takeEmission() {
        boolean was = emitting;
        emitting = false;
        emission.parent = null;
        return was;
    }

    /** Before a step inside a step: gives what {@link #endNested} needs. */
    protected final @Nullable Frame beginNested() {
        Frame outer = resumed;
        resumed = null;
        return outer;
    }

    /** After a step inside a step. */
    protected final void endNested(@Nullable Frame outer) {
        resumed = outer;
        moved = null; // the outer step is not suspending just now
    }

    /** A root has ended: what was its innermost frame once is not kept here. */
    protected final void rootEnded() {
        moved = null;
    }

    /** Stands where a pushed frame would. */
    private static final class Emission extends Frame {
        @Override
        protected Object resume(Driver driver, @Nullable Object value) {
            throw new AssertionError("an emission is no call");
        }

        @Override
        protected Object asGenerator() {
            throw new AssertionError("an emission is no call");
        }

        @Override
        protected Object asStage() {
            throw new AssertionError("an emission is no call");
        }
    }

    // ---- traces of exceptions ------------------------------------------------------------------

    /** The rows below a trampoline that runs now: who has called the loop, or the method. */
    protected StackTraceElement[] below() {
        return Rows.belowTrampoline(new Throwable().getStackTrace());
    }

    /** What the task that runs is called, or null if there is none. */
    protected @Nullable String who() {
        return null;
    }

    final void extended(@Nullable Throwable exception) {
        extended = exception == null ? null : new WeakReference<>(exception);
    }

    /** Whether the trace was looked after before, by the task that runs. */
    final boolean hasExtended(Throwable exception) {
        WeakReference<Throwable> last = extended;
        return last != null && last.refersTo(exception);
    }

    /** The frame whose resumption is going on. */
    protected final @Nullable Frame resumed() {
        Frame parent = resumed;
        return parent == null ? first() : parent;
    }
}
