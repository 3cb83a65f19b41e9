package dev.jacquard.samples;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets callers pass at a steady rate, first come, first served.
 *
 * <p>No lock is needed around {@code next}: only one task runs at a time, and between two awaits
 * nobody else gets in.
 */
public final class RateLimiter {
    private final Duration interval;
    private Duration next = Duration.ZERO; // on the loop's clock: when the next caller may pass

    /** One caller per {@code interval}. */
    RateLimiter(Duration interval) {
        this.interval = interval;
    }

    /** Waits for one's turn. */
    @Async
    Coroutine<Void> pass() {
        Duration now = getRunningLoop().time();
        Duration mine = next.compareTo(now) > 0 ? next : now;
        next = mine.plus(interval);
        await(sleep(mine.minus(now)));
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
    static Coroutine<Void> demo() {
        var limiter = new RateLimiter(Duration.ofMillis(200));
        var watch = new Stopwatch();
        List<Coroutine<String>> requests = new ArrayList<>();
        for (int n = 1; n <= 4; n++) {
            requests.add(request(limiter, n, watch));
        }
        System.out.println("answers: " + await(gather(requests)));
        return Coroutine.done();
    }
}
