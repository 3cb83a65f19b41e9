package dev.jacquard.woven;

import org.jspecify.annotations.Nullable;

/**
 * The state of one call of an {@code @Async} method that has not started yet or is suspended.
 *
 * <p>For each woven method the weaver generates a subclass with one typed field per variable that lives across a
 * suspension. The object is at once the coroutine that a call hands out (its fields hold the arguments) and the frame
 * of the suspended activation (its fields hold the live variables). A direct call makes no such object unless it really
 * suspends.
 *
 * <pre>
 *   state 0 ── resume ──▶ RUNNING ── suspends at point k ──▶ state k ── resume ──▶ (running, state still k) …
 * </pre>
 */
public abstract class Frame {
    /** {@link #state} of a coroutine that has been started and has not suspended since. */
    public static final int RUNNING = -1;

    /**
     * {@link #state} of a coroutine that has not been started, in debug mode: whoever is to start it comes to the slow
     * path first, which costs nothing where it is 0.
     */
    protected static final int TRACKED = -3;

    /** {@link #place} of a coroutine that is awaited, where is not known. */
    protected static final Object SOMEWHERE = new Object();

    /** Who awaits this call: gets its result. Null at the root of a task. */
    @Nullable
    Frame parent;

    /** 0 before the start, {@link #RUNNING}, or the number of the last suspension point. */
    protected int state;

    /**
     * Where it is awaited, once it is: a string, {@link #SOMEWHERE}, or the class of the frame that did; null for calls
     * that were never an object, and roots. While it is {@link #TRACKED}: what debug mode knows of it.
     */
    protected @Nullable Object place;

    /** For generated code and the runtime's own coroutines. */
    protected Frame() {}

    /** Whether the call has neither been started nor closed. */
    protected final boolean isFresh() {
        return state == 0 || state == TRACKED;
    }

    /**
     * Starts the call (state 0, the value does not matter) or goes on after suspension point {@link #state}.
     *
     * @param driver who drives the call
     * @param value what was awaited, or a {@link Failure}
     * @return the call's result, or {@link Driver#SUSPENDED}
     */
    protected abstract @Nullable Object resume(Driver driver, @Nullable Object value) throws Throwable;

    /** The generator object whose body this frame is, for the kickoff of an {@code @Async} generator method. */
    protected abstract Object asGenerator();

    /** Starts this call at once and gives the stage of its result, for methods that return a stage. */
    protected abstract Object asStage();

    /**
     * The call has ended, or will never begin: whoever keeps the coroutine is not to keep alive what it needed. Frames
     * that nobody can keep are not asked for it.
     */
    protected void release() {}

    /** The direct entry of the woven method (see {@link Direct}), or null where there is none. */
    protected java.lang.invoke.@Nullable MethodHandle direct() {
        return null;
    }
}
