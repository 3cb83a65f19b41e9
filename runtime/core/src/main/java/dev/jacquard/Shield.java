package dev.jacquard;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The future that {@link Asyncio#shield} gives: cancelling it leaves what it stands for alone.
 *
 * @param <T> the result
 */
final class Shield<T extends @Nullable Object> extends Promise<T> {
    /** One for all, so that a future has it once, however many of its shields were cancelled. */
    private static final Consumer<Future<?>> REPORT = Shield::report;

    private final Future<T> inner;

    private Shield(Future<T> inner) {
        super(inner.loop);
        this.inner = inner;
    }

    static <T extends @Nullable Object> Future<T> of(Future<T> inner) {
        if (inner.isDone()) {
            return inner;
        }
        Shield<T> outer = new Shield<>(inner);
        Consumer<Future<T>> settle = done -> outer.settle();
        inner.addDoneCallback(settle);
        outer.addDoneCallback(done -> {
            if (!inner.isDone()) {
                inner.removeDoneCallback(settle);
                inner.removeDoneCallback(REPORT);
                inner.addDoneCallback(REPORT);
            }
        });
        return outer;
    }

    /** Whoever was to hear of it has been cancelled. */
    private static void report(Future<?> inner) {
        Throwable e = inner.isCancelled() ? null : inner.exception();
        if (e != null) {
            inner.loop.callExceptionHandler(new ErrorContext(
                    e.getClass().getSimpleName() + " exception in shielded future", e, inner, inner.createdAt()));
        }
    }

    private void settle() {
        if (isCancelled()) {
            return; // before it could hear of it: the exception counts as unseen
        }
        if (inner.isCancelled()) {
            complete(CANCELLED, inner.cancellationOrigin()); // without its message, as in asyncio
        } else if (inner.state == FAILED) {
            failed(inner.takeFailure());
        } else {
            setResult(inner.result());
        }
    }

    @Override
    Collection<? extends Future<?>> dependsOn() {
        return isDone() ? List.of() : List.of(inner);
    }

    @Override
    public String toString() {
        return isDone() ? super.toString() : "Shield[" + inner.waitsFor() + "]";
    }
}
