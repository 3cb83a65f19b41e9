package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets so many callers pass in any period, first come, first served: "two requests per second".
 *
 * <p>A caller takes a permit, and the permit comes back when the period is over. Who is cancelled while it waits takes
 * none.
 *
 * <p>In Python: an {@code asyncio.Semaphore} and {@code loop.call_later(period, sem.release)}.
 */
public final class RateLimiter {
    private final AsyncSemaphore permits;
    private final Duration period;

    /** So many {@code calls} per {@code period}. */
    RateLimiter(int calls, Duration period) {
        this.permits = new AsyncSemaphore(calls);
        this.period = period;
    }

    /** Waits for one's turn. */
    @Async
    Coroutine<Void> pass() {
        await(permits.acquire());
        getRunningLoop().callLater(period, permits::release);
        return Coroutine.done();
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<String> request(RateLimiter limiter, int n, Stopwatch watch) {
        await(limiter.pass());
        System.out.println("request " + n + " sent after " + watch);
        await(sleep(30));
        return Coroutine.of("r" + n);
    }

    @Async
    public static Coroutine<Void> demo() {
        var limiter = new RateLimiter(2, Duration.ofMillis(200));
        var watch = new Stopwatch();
        List<Coroutine<String>> requests = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            requests.add(request(limiter, n, watch));
        }
        System.out.println("answers: " + await(gather(requests)));
        return Coroutine.done();
    }
}
