package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of an {@code @Async} method that has not started: awaiting it runs it, once. Python's coroutine object.
 *
 * @param <T> the result
 */
public abstract class Coroutine<T extends @Nullable Object> extends Frame implements Awaitable<T> {
    private static final int CLOSED = -2;

    /** For generated code. */
    protected Coroutine() {
        if (Observer.listening) { // a plain field: one load, and the branch is never taken
            Observer.tellCreated(this);
        }
    }

    /**
     * For frames of calls that run already, and the runtime's own: nobody has to await them.
     *
     * @param internal tells the constructors apart
     */
    protected Coroutine(boolean internal) {}

    /** A coroutine that returns a value; may be awaited repeatedly. In an {@code @Async} method: {@code return v}. */
    public static <T extends @Nullable Object> Coroutine<T> of(T value) {
        return new Leaf.Value<>(value);
    }

    /**
     * The coroutine of an awaitable that is no future.
     *
     * @param name what to call it before its class
     */
    static <T extends @Nullable Object> Coroutine<T> of(String name, Awaitable<T> awaitable) {
        Coroutine<T> coroutine = awaitable.asCoroutine();
        if (coroutine == null) {
            throw new NullPointerException(name + awaitable.getClass().getName() + ".asCoroutine() returned null");
        }
        return coroutine;
    }

    /** A coroutine that returns nothing; may be awaited repeatedly. */
    @SuppressWarnings("NullAway")
    public static Coroutine<Void> done() {
        return Leaf.Value.DONE;
    }

    /** A coroutine that throws an exception; may be awaited repeatedly. */
    public static <T extends @Nullable Object> Coroutine<T> failed(Throwable e) {
        return new Leaf.Failed<>(e);
    }

    @Override
    public Coroutine<T> asCoroutine() {
        return this;
    }

    /** Tells that the coroutine is not wanted any more: no report that it was never awaited. Awaiting it fails. */
    public void close() {
        untrack();
        if (state == 0) {
            state = CLOSED;
            release();
        }
    }

    /** Runs the call on top of the one that awaits it: gives its result or {@link Driver#SUSPENDED}. */
    @Nullable
    Object call(BaseDriver driver) throws Throwable {
        if (state != 0) {
            begin(null);
        }
        place = SOMEWHERE;
        return callKept(driver);
    }

    /** Runs the call on top of the woven one that awaits it, which tells where it is. */
    @Nullable
    Object call(BaseDriver driver, String awaitedAt) throws Throwable {
        if (state != 0) {
            begin(awaitedAt);
        }
        place = awaitedAt;
        return callKept(driver);
    }

    private @Nullable Object callKept(BaseDriver driver) throws Throwable {
        Object v = resume(driver, null);
        return v == Driver.SUSPENDED ? driver.pushKept(this) : v;
    }

    /** The frame with which a task begins. */
    Coroutine<T> root() {
        return this;
    }

    /** What was given to a task, of which this is the frame. */
    Coroutine<T> asGiven() {
        return this;
    }

    /**
     * Whether a failure as the value with which it is started is for it to handle; any other is not started at all when
     * its task is cancelled before.
     */
    boolean takesFailureAtStart() {
        return false;
    }

    final boolean isNew() {
        return isFresh();
    }

    /** The slow path of a start: refused, unless the state is only debug mode's mark. */
    final void begin(@Nullable String awaitedAt) {
        if (state != TRACKED) {
            throw notNew(awaitedAt);
        }
        untrack();
    }

    /** Debug mode: whether it is awaited need not be watched from now on. */
    final void untrack() {
        if (state == TRACKED) {
            Object origin = place;
            place = null;
            state = 0;
            if (origin instanceof Tracked tracked) {
                tracked.settle();
            }
        }
    }

    /** Debug mode: where it was created, while it has not begun. */
    final List<StackTraceElement> createdAt() {
        return state == TRACKED && place instanceof Tracked t ? t.createdAt() : List.of();
    }

    /** Debug mode: it is to be awaited, or closed; where it was created is known. */
    final void track(Tracked origin) {
        place = origin;
        state = TRACKED;
    }

    final IllegalStateException notNew() {
        return notNew(null);
    }

    private IllegalStateException notNew(@Nullable String again) {
        if (state == CLOSED) {
            return new IllegalStateException("The coroutine " + this + " was closed, it cannot be awaited any more.");
        }
        String first = Woven.awaiter(this);
        return new IllegalStateException("The coroutine "
                + this
                + " was awaited already"
                + (first == null ? "" : ", at " + first)
                + (again == null ? "" : ", and again at " + again)
                + ". A coroutine runs once: call the method again, or make a task of it,"
                + " which can be awaited by many.");
    }

    @Override
    protected final Object asGenerator() {
        return LayersAbove.THEY.generatorOf(this);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // handed out as an Object
    protected final Object asStage() {
        BaseEventLoop loop = Current.runningLoop();
        if (loop != null) {
            return new Task<>(loop, this, null, null, true).toCompletableFuture();
        }
        return LayersAbove.THEY.startStage(this);
    }

    @Override
    public String toString() {
        return Woven.describe(this);
    }
}
