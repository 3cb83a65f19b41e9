package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mockito.stubbing.Answer;

/**
 * Answers for Mockito's mocks of methods that return {@link Coroutine}. A mock gives a new coroutine for each call, and
 * nothing happens until that is awaited, as with the real thing.
 *
 * <pre>{@code
 * when(bank.pay(12)).thenAnswer(AsyncAnswers.returnsAfter(Duration.ofSeconds(1), "paid"));
 * when(bank.pay(13)).thenAnswer(AsyncAnswers.throwsWhenAwaited(new IOException("no money")));
 * when(bank.pay(14)).thenAnswer(AsyncAnswers.neverFinishes());
 * }</pre>
 */
public final class AsyncAnswers {
    private AsyncAnswers() {}

    /** Returns a value when it is awaited, without suspending. */
    public static <T extends @Nullable Object> Answer<Coroutine<T>> returnsValue(T value) {
        return call -> later(Duration.ZERO, value, null);
    }

    /**
     * Returns a value some time after it is awaited.
     *
     * @param delay on the loop's clock
     */
    public static <T extends @Nullable Object> Answer<Coroutine<T>> returnsAfter(Duration delay, T value) {
        return call -> later(delay, value, null);
    }

    /** Throws when it is awaited, the very exception, without suspending. */
    public static <T extends @Nullable Object> Answer<Coroutine<T>> throwsWhenAwaited(Throwable exception) {
        return throwsAfter(Duration.ZERO, exception);
    }

    /** Throws some time after it is awaited. */
    @SuppressWarnings("NullAway") // no value is returned
    public static <T extends @Nullable Object> Answer<Coroutine<T>> throwsAfter(Duration delay, Throwable exception) {
        return call -> AsyncAnswers.<T>later(delay, null, exception);
    }

    /** Suspends until it is cancelled. */
    public static <T extends @Nullable Object> Answer<Coroutine<T>> neverFinishes() {
        return call -> never();
    }

    @Async
    private static <T extends @Nullable Object> Coroutine<T> later(
            Duration delay, T value, @Nullable Throwable exception) {
        if (!delay.isZero()) {
            await(sleep(delay));
        }
        if (exception != null) {
            throw Sneaky.of(exception);
        }
        return Coroutine.of(value);
    }

    @Async
    private static <T extends @Nullable Object> Coroutine<T> never() {
        return Coroutine.of(await(new Promise<T>()));
    }
}
