package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AnyAwaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;

/**
 * AssertJ's assertions about code that awaits: awaited, they give AssertJ's own.
 *
 * <pre>{@code
 * await(assertThatThrownByAsync(() -> client.fetch("/")))
 *         .isInstanceOf(IOException.class)
 *         .hasMessage("refused");
 * }</pre>
 *
 * <p>Values need none of it: {@code assertThat(await(client.fetch("/"))).isEqualTo("page")}. Nor do soft assertions:
 * {@code softly.assertThat(await(...))}, and of exceptions {@code softly.assertThat(await(catchThrowableAsync(...)))}.
 */
public final class AsyncAssertJ {
    private AsyncAssertJ() {}

    /**
     * Awaits code that has to throw.
     *
     * @param code what is run when the assertion is awaited
     * @return a coroutine of an assertion about what it throws. It throws an {@link AssertionError} if the code does
     *     not throw
     */
    @Async
    public static Coroutine<AbstractThrowableAssert<?, ? extends Throwable>> assertThatThrownByAsync(
            AsyncExecutable code) {
        CodeOutcome outcome = await(CodeOutcome.of(code));
        if (outcome.thrown() == null) {
            throw new AssertionError("Expected a throwable to be thrown, but " + outcome.text());
        }
        return Coroutine.of(Assertions.assertThat(outcome.thrown()));
    }

    /** {@link #assertThatThrownByAsync(AsyncExecutable)} for what is there to be awaited. */
    public static Coroutine<AbstractThrowableAssert<?, ? extends Throwable>> assertThatThrownByAsync(
            AnyAwaitable<?> awaitable) {
        return assertThatThrownByAsync(CodeOutcome.awaiting(awaitable));
    }

    /**
     * Awaits code, whether it throws or not; for {@code doesNotThrowAnyException()}.
     *
     * @param code what is run when the assertion is awaited
     * @return a coroutine of an assertion about what it throws, or about null
     */
    @Async
    public static Coroutine<AbstractThrowableAssert<?, ? extends Throwable>> assertThatCodeAsync(AsyncExecutable code) {
        CodeOutcome outcome = await(CodeOutcome.of(code));
        Throwable thrown = outcome.thrown();
        return Coroutine.of(Assertions.assertThatCode(() -> {
            if (thrown != null) {
                throw thrown;
            }
        }));
    }

    /** {@link #assertThatCodeAsync(AsyncExecutable)} for what is there to be awaited. */
    public static Coroutine<AbstractThrowableAssert<?, ? extends Throwable>> assertThatCodeAsync(
            AnyAwaitable<?> awaitable) {
        return assertThatCodeAsync(CodeOutcome.awaiting(awaitable));
    }
}
