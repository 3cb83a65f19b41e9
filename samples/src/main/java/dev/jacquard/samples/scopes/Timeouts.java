package dev.jacquard.samples.scopes;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.timeout;
import static dev.jacquard.Asyncio.waitFor;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Stopwatch;
import java.time.Duration;

/**
 * Time limits: around one call, one that is put off while there is progress, and one inside another.
 *
 * <p>In Python: {@code asyncio.wait_for(...)}, and {@code async with asyncio.timeout(...) as limit:}.
 */
public final class Timeouts {
    private Timeouts() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<String> slowServer() {
        await(sleep(10_000));
        return Coroutine.of("an answer");
    }

    /** What takes too long is cancelled. */
    @Async
    static Coroutine<String> askOr(String otherwise) {
        try {
            return Coroutine.of(await(waitFor(slowServer(), Duration.ofMillis(100))));
        } catch (AsyncTimeoutException e) {
            return Coroutine.of(otherwise);
        }
    }

    /** Each part may take 250 ms, however many there are. */
    @Async
    static Coroutine<Integer> download(int parts) {
        Duration patience = Duration.ofMillis(250);
        return timeout(patience, limit -> {
            for (int part = 1; part <= parts; part++) {
                await(sleep(80));
                limit.reschedule(getRunningLoop().time().plus(patience));
            }
            return Coroutine.of(parts);
        });
    }

    /** Each scope turns only its own deadline into an exception. */
    @Async
    static Coroutine<Void> nested(Stopwatch watch) {
        try {
            await(timeout(Duration.ofMillis(300), outer -> attempts(watch)));
        } catch (AsyncTimeoutException e) {
            System.out.println(watch + ": no time for more attempts");
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> attempts(Stopwatch watch) {
        while (true) {
            try {
                await(timeout(Duration.ofMillis(120), inner -> slowServer()));
            } catch (AsyncTimeoutException e) {
                System.out.println(watch + ": this attempt failed");
            }
        }
    }

    @Async
    public static Coroutine<Void> demo() {
        System.out.println("waitFor: " + await(askOr("no answer")));
        System.out.println("reschedule: " + await(download(4)) + " parts came in time");
        await(nested(new Stopwatch()));
        return Coroutine.done();
    }
}
