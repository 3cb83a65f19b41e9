package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.time.Duration;

/**
 * Tries again after a failure, and waits twice as long each time.
 *
 * <p>In Python: {@code for attempt in range(n): try: return await action()}.
 */
public final class Retry {
    private Retry() {}

    public static void main(String[] args) throws IOException {
        run(() -> demo());
    }

    /**
     * Calls {@code action} until it succeeds, at most {@code attempts} times. A lambda that returns a coroutine is the
     * way to pass a piece of asynchronous code that may run more than once.
     */
    @Async
    static <T> Coroutine<T> retry(int attempts, Duration firstDelay, ThrowingAsyncCallable<T, IOException> action)
            throws IOException {
        Duration delay = firstDelay;
        for (int attempt = 1; ; attempt++) {
            try {
                return Coroutine.of(await(action.call()));
            } catch (IOException e) {
                if (attempt == attempts) {
                    throw e;
                }
                System.out.printf("attempt %d: %s; again in %d ms%n", attempt, e.getMessage(), delay.toMillis());
                await(sleep(delay));
                delay = delay.multipliedBy(2);
            }
        }
    }

    /** A service that fails a few times before it works. */
    static final class Flaky {
        private int failuresLeft;

        Flaky(int failures) {
            failuresLeft = failures;
        }

        @Async
        Coroutine<String> fetch() throws IOException {
            await(sleep(20));
            if (failuresLeft-- > 0) {
                throw new IOException("connection reset");
            }
            return Coroutine.of("the answer");
        }
    }

    @Async
    public static Coroutine<Void> demo() throws IOException {
        var flaky = new Flaky(3);
        System.out.println("got " + await(retry(5, Duration.ofMillis(50), () -> flaky.fetch())));

        var broken = new Flaky(100);
        try {
            await(retry(2, Duration.ofMillis(50), () -> broken.fetch()));
        } catch (IOException e) {
            System.out.println("gave up: " + e.getMessage());
        }
        return Coroutine.done();
    }
}
