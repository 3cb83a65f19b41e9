package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitFor;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.List;

/** The time limit outside is no longer than the one inside, whose fallback it cuts off. */
final class TimeoutNesting {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private String answer = "none";

    static Coroutine<Void> broken() {
        return main(LIMIT);
    }

    static Coroutine<Void> fixed() {
        return main(LIMIT.multipliedBy(2));
    }

    @Async
    private static Coroutine<Void> main(Duration limit) {
        TimeoutNesting client = new TimeoutNesting();
        Task<Void> request = createTask(client.request(), "request");
        await(steps(1));
        await(sleep(limit));
        await(steps(3));
        request.cancel();
        await(gatherSettled(List.of(request)));
        check(client.answer.equals("fallback"), "the answer is " + client.answer);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> request() {
        try {
            await(waitFor(sleep(Duration.ofDays(1)), LIMIT));
        } catch (AsyncTimeoutException e) {
            await(steps(1)); // finds another server
            answer = "fallback";
        }
        return Coroutine.done();
    }
}
