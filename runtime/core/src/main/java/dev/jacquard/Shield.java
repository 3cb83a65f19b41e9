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
        outer.addDoneCallback(
                done -> {
                    if (!inner.isDone()) {
                        inner.removeDoneCallback(settle);
                    }
                });
        return outer;
    }

    private void settle() {
        if (isCancelled()) {
            if (!inner.isCancelled()) {
                inner.exception(); // counts as seen: nobody is left to tell
            }
        } else if (inner.isCancelled()) {
            cancel();
        } else {
            Throwable e = inner.exception();
            if (e != null) {
                setException(e);
            } else {
                setResult(inner.result());
            }
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
