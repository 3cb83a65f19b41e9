package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gatherSettled;

import dev.jacquard.Coroutine;
import dev.jacquard.Outcome;
import dev.jacquard.annotations.Async;
import org.opentest4j.AssertionFailedError;

/** What calls fail with. For the tests of all packages. */
public final class Failures {
    private Failures() {}

    @Async
    public static <T> Coroutine<Throwable> failure(Coroutine<T> call) {
        Outcome<T> outcome = await(gatherSettled(call)).get(0);
        if (outcome instanceof Outcome.Failure<T> f) {
            return Coroutine.of(f.exception());
        }
        throw new AssertionFailedError("It did not throw but gave " + outcome);
    }
}
