package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.AnyAwaitable;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Timeout;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about code that awaits, to be awaited themselves. JUnit's {@code assertThrows} and {@code assertAll},
 * which can run only code that does not await; what {@code pytest.raises} is in asyncio's tests. They throw plain
 * {@link AssertionError}s, under any test framework.
 *
 * <pre>{@code
 * IOException e = await(assertThrowsAsync(IOException.class, () -> client.fetch("/")));
 * assertEquals("refused", e.getMessage());
 * await(assertTimesOut(Duration.ofMinutes(1), lock.acquire()));
 * }</pre>
 *
 * <p>The code runs in the task that awaits the assertion. If that is cancelled meanwhile, what the code throws upon it
 * is thrown on: an assertion never swallows the cancellation of its test.
 */
public final class AsyncAssertions {
    private AsyncAssertions() {}

    // ---- exceptions ----------------------------------------------------------------------------

    /**
     * Awaits code that has to throw.
     *
     * @param type the exception's class, or one above it
     * @param code what is run when the assertion is awaited
     * @return a coroutine of the exception. It throws an {@link AssertionError} if the code returns, or throws
     *     something else, which is then its cause
     */
    @Async
    public static <E extends Throwable> Coroutine<E> assertThrowsAsync(Class<E> type, AsyncExecutable code) {
        CodeOutcome outcome = await(CodeOutcome.of(code));
        return Coroutine.of(expected(type, type.isInstance(outcome.thrown()), "", outcome));
    }

    /** {@link #assertThrowsAsync(Class, AsyncExecutable)} for what is there to be awaited. */
    public static <E extends Throwable> Coroutine<E> assertThrowsAsync(Class<E> type, AnyAwaitable<?> awaitable) {
        return assertThrowsAsync(type, CodeOutcome.awaiting(awaitable));
    }

    /**
     * Awaits code that has to throw an exception of just this class.
     *
     * @return as of {@link #assertThrowsAsync(Class, AsyncExecutable)}
     */
    @Async
    public static <E extends Throwable> Coroutine<E> assertThrowsExactlyAsync(Class<E> type, AsyncExecutable code) {
        CodeOutcome outcome = await(CodeOutcome.of(code));
        Throwable thrown = outcome.thrown();
        boolean right = thrown != null && thrown.getClass() == type;
        return Coroutine.of(expected(type, right, "exactly ", outcome));
    }

    /** {@link #assertThrowsExactlyAsync(Class, AsyncExecutable)} for what is there to be awaited. */
    public static <E extends Throwable> Coroutine<E> assertThrowsExactlyAsync(
            Class<E> type, AnyAwaitable<?> awaitable) {
        return assertThrowsExactlyAsync(type, CodeOutcome.awaiting(awaitable));
    }

    private static <E extends Throwable> E expected(Class<E> type, boolean right, String how, CodeOutcome outcome) {
        if (!right) {
            throw new AssertionError(
                    "Expected " + how + type.getName() + " to be thrown, but " + outcome.text(), outcome.thrown());
        }
        return type.cast(Objects.requireNonNull(outcome.thrown()));
    }

    /**
     * Awaits code that must not throw.
     *
     * @param code what is run when the assertion is awaited
     * @return a coroutine that throws an {@link AssertionError} if the code throws; the exception is its cause
     */
    @Async
    public static Coroutine<Void> assertDoesNotThrowAsync(AsyncExecutable code) {
        CodeOutcome outcome = await(CodeOutcome.of(code));
        if (outcome.thrown() != null) {
            throw new AssertionError("Expected nothing to be thrown, but " + outcome.text(), outcome.thrown());
        }
        return Coroutine.done();
    }

    /** {@link #assertDoesNotThrowAsync(AsyncExecutable)} for what is there to be awaited. */
    public static Coroutine<Void> assertDoesNotThrowAsync(AnyAwaitable<?> awaitable) {
        return assertDoesNotThrowAsync(CodeOutcome.awaiting(awaitable));
    }

    /**
     * Awaits code, whether it throws or not. AssertJ's {@code catchThrowable}.
     *
     * @param code what is run when the coroutine is awaited
     * @return a coroutine of what it throws, or of null
     */
    @Async
    @SuppressWarnings("NullAway") // null is a legal result
    public static Coroutine<@Nullable Throwable> catchThrowableAsync(AsyncExecutable code) {
        CodeOutcome outcome = await(CodeOutcome.of(code));
        return Coroutine.of(outcome.thrown());
    }

    /** {@link #catchThrowableAsync(AsyncExecutable)} for what is there to be awaited. */
    public static Coroutine<@Nullable Throwable> catchThrowableAsync(AnyAwaitable<?> awaitable) {
        return catchThrowableAsync(CodeOutcome.awaiting(awaitable));
    }

    // ---- time ----------------------------------------------------------------------------------

    /**
     * Awaits code that must not have ended after some time, and cancels it then. In virtual time that takes no time.
     *
     * @param time on the loop's clock; has to be positive
     * @param code what is run when the assertion is awaited
     * @return a coroutine that ends when the code has, upon its cancellation. It throws an {@link AssertionError} if
     *     the code returns or throws before, or throws anything else than its cancellation
     */
    @Async
    public static Coroutine<Void> assertTimesOut(Duration time, AsyncExecutable code) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("The time has to be positive: " + time);
        }
        EventLoop loop = getRunningLoop();
        Duration begin = loop.time();
        Timeout limit = Timeout.after(time);
        CodeOutcome outcome =
                await(CodeOutcome.of(() -> limit.run(() -> Coroutine.of(await(CodeOutcome.begun(code))))));
        boolean late = limit.isExpired();
        boolean ended = outcome.thrown() == null || outcome.thrown() instanceof AsyncTimeoutException;
        if (!late || !ended) {
            throw new AssertionError(
                    "Expected not to have ended after "
                            + CodeOutcome.text(time)
                            + ", but "
                            + outcome.text()
                            + (late
                                    ? " when it was cancelled"
                                    : " after " + CodeOutcome.text(loop.time().minus(begin))),
                    outcome.thrown());
        }
        return Coroutine.done();
    }

    /** {@link #assertTimesOut(Duration, AsyncExecutable)} for what is there to be awaited. */
    public static Coroutine<Void> assertTimesOut(Duration time, AnyAwaitable<?> awaitable) {
        return assertTimesOut(time, CodeOutcome.awaiting(awaitable));
    }

    // ---- several -------------------------------------------------------------------------------

    /**
     * Awaits some checks, one after the other, each whether the ones before have failed or not. JUnit's
     * {@code assertAll}.
     *
     * @param checks assertions that await, or code that must not throw
     * @return a coroutine that throws an {@link AssertionError} if any of them throws: its message tells of each, its
     *     suppressed exceptions are theirs
     */
    @Async
    public static Coroutine<Void> assertAllAsync(AsyncExecutable... checks) {
        List<Throwable> failures = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < checks.length; i++) {
            CodeOutcome outcome = await(CodeOutcome.of(checks[i]));
            Throwable thrown = outcome.thrown();
            if (thrown != null) {
                failures.add(thrown);
                text.append("\n- check ").append(i + 1).append(": ").append(thrown);
            }
        }
        if (!failures.isEmpty()) {
            AssertionError error =
                    new AssertionError(failures.size() + " of " + checks.length + " checks failed:" + text);
            failures.forEach(error::addSuppressed);
            throw error;
        }
        return Coroutine.done();
    }
}
