package dev.jacquard.httpclient;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gatherSettled;

import dev.jacquard.Coroutine;
import dev.jacquard.Outcome;
import dev.jacquard.annotations.Async;
import org.opentest4j.AssertionFailedError;

/** What calls fail with. */
final class Failures {
    private Failures() {}

    @Async
    static <T> Coroutine<Throwable> failure(Coroutine<T> call) {
        Outcome<T> outcome = await(gatherSettled(call)).get(0);
        if (outcome instanceof Outcome.Failure<T> f) {
            return Coroutine.of(f.exception());
        }
        throw new AssertionFailedError("It did not throw but gave " + outcome);
    }
}
