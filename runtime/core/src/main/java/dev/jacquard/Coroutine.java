package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import org.jspecify.annotations.Nullable;

/**
 * A call of an {@code @Async} method that has not started: awaiting it runs it, once. Python's
 * coroutine object.
 *
 * @param <T> the result
 */
public abstract class Coroutine<T extends @Nullable Object> extends Frame implements Awaitable<T> {
    private static final int CLOSED = -2;

    /** For generated code. */
    protected Coroutine() {}

    /**
     * A coroutine that returns a value; may be awaited repeatedly. In an {@code @Async} method:
     * {@code return v}.
     */
    public static <T extends @Nullable Object> Coroutine<T> of(T value) {
        return new Leaf.Value<>(value);
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

    /**
     * Tells that the coroutine is not wanted any more: no report that it was never awaited.
     * Awaiting it fails.
     */
    public void close() {
        if (state == 0) {
            state = CLOSED;
        }
    }

    /**
     * Runs the call on top of the one that awaits it: gives its result or {@link Driver#SUSPENDED}.
     */
    @Nullable Object call(BaseDriver driver) throws Throwable {
        if (state != 0) {
            throw notNew();
        }
        return resume(driver, null);
    }

    /** The same from woven code, which tells where. */
    @Nullable Object call(BaseDriver driver, String awaitedAt) throws Throwable {
        if (state != 0) {
            throw notNew(awaitedAt);
        }
        place = awaitedAt;
        return resume(driver, null);
    }

    /** The frame with which a task begins. */
    Coroutine<T> root() {
        return this;
    }

    final boolean isNew() {
        return state == 0;
    }

    final IllegalStateException notNew() {
        return notNew(null);
    }

    private IllegalStateException notNew(@Nullable String again) {
        if (state == CLOSED) {
            return new IllegalStateException(
                    "The coroutine " + this + " was closed, it cannot be awaited any more.");
        }
        String first = Woven.awaiter(this);
        return new IllegalStateException(
                "The coroutine "
                        + this
                        + " was awaited already"
                        + (first == null ? "" : ", at " + first)
                        + (again == null ? "" : ", and again at " + again)
                        + ". A coroutine runs once: call the method again, or make a task of it,"
                        + " which can be awaited by many.");
    }

    @Override
    protected final Object asGenerator() {
        return new BodyGenerator<>(this);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // handed out as an Object
    protected final Object asStage() {
        BaseEventLoop loop = Current.get().loop;
        if (loop != null) {
            return new Task<>(loop, this, null, null, true).toCompletableFuture();
        }
        return StageDriver.start(this);
    }

    @Override
    public String toString() {
        return Woven.describe(this);
    }
}
