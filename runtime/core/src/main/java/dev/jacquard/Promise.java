package dev.jacquard;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A future that its user completes: the write side. {@code asyncio.Future}.
 *
 * @param <T> the result
 */
public class Promise<T extends @Nullable Object> extends Future<T> {
    /**
     * A pending promise of the running loop.
     *
     * @throws IllegalStateException if no loop runs on this thread
     */
    public Promise() {
        this(Current.loop("new Promise()"));
    }

    /** A pending promise of a loop. */
    public Promise(EventLoop loop) {
        super(BaseEventLoop.of(loop));
    }

    /**
     * Completes it with a value.
     *
     * @throws InvalidStateException if it is done already
     */
    public void setResult(T value) {
        checkPending();
        complete(DONE, value);
    }

    /**
     * Completes it with an exception.
     *
     * @throws InvalidStateException if it is done already
     */
    public void setException(Throwable e) {
        Objects.requireNonNull(e, "exception is null");
        checkPending();
        fail(e);
    }
}
