package dev.jacquard.woven;

import java.util.Iterator;
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

    private @Nullable Frame newest; // innermost frame of the suspension going on
    private @Nullable Frame oldest; // outermost so far
    private @Nullable Frame current; // the frame being resumed; after a suspension the innermost
    private boolean emitting;
    private @Nullable Object emitted;

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
        Frame o = oldest;
        if (o != null) {
            o.parent = frame;
            current = newest;
            newest = null;
            oldest = null;
        } else if (current != frame) {
            current = frame;
        }
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
        return SUSPENDED;
    }

    // ---- what the task calls --------------------------------------------------------------------

    /**
     * Resumes a frame and then its parents, until one suspends or there are no more.
     *
     * @return the root's result, a {@link Failure}, or {@link #SUSPENDED} (then {@link
     *     #innermost()} is the frame to resume next)
     */
    @SuppressWarnings("NullAway") // a task that runs has a frame; a check would cost each step
    protected final @Nullable Object run(@Nullable Frame frame, @Nullable Object value) {
        Object v;
        if (current != frame) { // a compare costs less than the collector's barrier
            current = frame;
        }
        try {
            v = frame.resume(this, value);
            if (v == SUSPENDED && !emitting) {
                if (oldest != null) {
                    settle(); // a start frame comes by way of push
                }
                return v;
            }
        } catch (Throwable t) {
            Traces.extend(t, frame.parent);
            v = new Failure(t);
        }
        return frame.parent == null && v != SUSPENDED ? v : parents(frame, v);
    }

    /** Hands a result from parent to parent. */
    private @Nullable Object parents(Frame frame, @Nullable Object value) {
        Frame f = frame;
        Object v = value;
        for (; ; ) {
            if (v == SUSPENDED) {
                settle();
                if (!emitting) {
                    return v;
                }
                // the parent is a generator's call: it finds out by takeEmission
                v = emitted;
                emitted = null;
            }
            Frame p = f.parent;
            if (p == null) {
                return v;
            }
            f = p;
            current = f;
            try {
                v = f.resume(this, v);
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

    /** Takes what was pushed during a resumption that happened outside of {@link #run}. */
    protected final void settle() {
        if (oldest != null) {
            current = newest;
            newest = null;
            oldest = null;
        }
    }

    /** The frame that {@link #run} has left suspended. */
    protected final @Nullable Frame innermost() {
        return current;
    }

    /**
     * Starts or resumes the body of a generator, on top of the call that asks for its next value:
     * that call's frame is not among the body's parents before the body has really suspended.
     *
     * @return the body's result, what it emitted (see {@link #takeEmission}), or {@link
     *     #SUSPENDED}, then the caller is expected to {@link #push} its own frame
     */
    protected final @Nullable Object nested(Frame body, @Nullable Object value) throws Throwable {
        Frame caller = current;
        body.parent = null;
        current = body;
        try {
            Object v = body.resume(this, value);
            if (v == SUSPENDED) {
                if (emitting) {
                    newest = null;
                    oldest = null;
                    v = emitted;
                    emitted = null;
                } else if (oldest == null) { // by way of again
                    newest = current;
                    oldest = body;
                }
            }
            return v;
        } finally {
            current = caller;
        }
    }

    /**
     * Whether the generator's body that has just returned emitted a value (else it has ended);
     * asked once.
     */
    protected final boolean takeEmission() {
        boolean was = emitting;
        emitting = false;
        return was;
    }

    /** Puts back what {@link #innermost()} gave before a nested {@link #run}. */
    protected final void restore(@Nullable Frame frame) {
        current = frame;
    }

    /** The frame whose resumption is going on. */
    final @Nullable Frame resumed() {
        return current;
    }
}
