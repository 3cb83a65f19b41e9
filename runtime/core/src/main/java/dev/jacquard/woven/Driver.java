package dev.jacquard.woven;

import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Drives one step of a task at a time: every woven body gets it as its last parameter.
 *
 * <p>While calls leave the stack because a leaf suspended, each hands in its new frame, innermost
 * first ({@link #push}); a resumed frame that suspends again stays where it is ({@link #again}). A
 * resumption enters the innermost frame; its result goes from parent to parent in {@link #run}, a
 * trampoline, so that no chain, however deep, is unwound twice or overflows the stack.
 *
 * <p>There is one driver per loop, not one per task: what it holds is needed only while a step
 * runs.
 */
public abstract class Driver {
    /** What a woven body, or a leaf, returns in place of its result when it has suspended. */
    public static final Object SUSPENDED =
            new Object() {
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
    private final Frame emission = new Emission();
    private boolean emitting;
    private @Nullable Object emitted;
    private @Nullable Object returned; // by a plain step

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

    /**
     * Awaits anything awaitable: gives its result, throws its exception, or gives {@link
     * #SUSPENDED}.
     */
    protected abstract @Nullable Object await(@Nullable Object awaitable) throws Throwable;

    /**
     * The same from woven code.
     *
     * @param place where
     */
    protected abstract @Nullable Object await(@Nullable Object awaitable, String place)
            throws Throwable;

    /** {@code hasNext()} as a suspension point: a Boolean, or {@link #SUSPENDED}. */
    protected abstract Object hasNext(Iterator<?> iterator) throws Throwable;

    /** {@code close()} as a suspension point. */
    protected abstract @Nullable Object close(AutoCloseable resource) throws Throwable;

    /**
     * {@code emit(value)} as a suspension point: the call that asked for the next value gets it.
     */
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
     * @return the root's result, a {@link Failure}, or {@link #SUSPENDED} (then the frame to resume
     *     next is the same as before, or {@link #suspendedAt} was told another)
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
            Traces.extend(t, frame.parent);
            v = new Failure(t);
        }
        return frame.parent == null && v != EMITTED ? v : parents(frame, v);
    }

    /**
     * {@link #run} with null, in two parts: whether the frame has only suspended again. What else
     * has happened is told by {@link #outcome}.
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
        Traces.extend(t, frame.parent);
        returned = new Failure(t);
    }

    /** What {@link #run} would have returned after {@link #onlySuspends}. */
    @SuppressWarnings("NullAway") // as there
    protected final @Nullable Object outcome(@Nullable Frame frame) {
        Object v = returned;
        returned = null;
        return frame.parent == null && v != EMITTED ? v : parents(frame, v);
    }

    /**
     * To be called after {@link #run} with a new frame has suspended: such a one does not suspend
     * by way of again but of push.
     *
     * @return the frame with which the next step begins
     */
    protected final Frame started(Frame first) {
        return oldest == null ? first : takePushed();
    }

    /** Hands a result from parent to parent. */
    private @Nullable Object parents(Frame frame, @Nullable Object value) {
        try {
            return resumeParents(frame, value);
        } finally {
            resumed = null;
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
            }
            if (p == null) {
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
                // one that only passes through has been extended: looking again at each of many
                // frames would take quadratic time
                if (!(v instanceof Failure passing && passing.exception() == t)) {
                    Traces.extend(t, f.parent);
                    v = new Failure(t);
                }
            }
        }
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
     * Starts or resumes the body of a generator, on top of the call that asks for its next value:
     * that call's frame is not among the body's parents before the body has really suspended.
     *
     * @return the body's result, what it emitted (see {@link #takeEmission}), or {@link
     *     #SUSPENDED}, then the caller is expected to {@link #push} its own frame
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
        } finally {
            resumed = caller;
        }
    }

    /**
     * Whether the generator's body that has just returned emitted a value (else it has ended);
     * asked once.
     */
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

    /** The frame whose resumption is going on. */
    protected final @Nullable Frame resumed() {
        Frame parent = resumed;
        return parent == null ? first() : parent;
    }
}
