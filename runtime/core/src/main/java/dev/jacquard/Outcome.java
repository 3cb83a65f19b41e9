package dev.jacquard;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How an awaitable ended: what {@link Asyncio#gatherSettled} gives for each.
 *
 * @param <T> the value
 */
public sealed interface Outcome<T extends @Nullable Object> {
    /** It returned a value. */
    record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /** It threw. A cancelled one gives a {@link CancelledError}. */
    record Failure<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {}

    /** Whether it returned a value. */
    default boolean isSuccess() {
        return this instanceof Success;
    }

    /** The value, or throws the exception itself, undeclared if it is checked. */
    default T orElseThrow() {
        if (this instanceof Success<T> success) {
            return success.value();
        }
        Throwable e = ((Failure<T>) this).exception();
        throw Sneaky.sneak(Future.arrivedHere(new dev.jacquard.woven.Failure(e)));
    }

    /** One of the two functions' result. */
    default <R extends @Nullable Object> R fold(
            Function<? super T, ? extends R> onValue, Function<? super Throwable, ? extends R> onFailure) {
        Objects.requireNonNull(onValue, "onValue is null");
        Objects.requireNonNull(onFailure, "onFailure is null");
        if (this instanceof Success<T> success) {
            return onValue.apply(success.value());
        }
        return onFailure.apply(((Failure<T>) this).exception());
    }
}
