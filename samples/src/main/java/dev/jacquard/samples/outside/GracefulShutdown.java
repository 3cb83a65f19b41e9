package dev.jacquard.samples.outside;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.time.Duration;

/**
 * A server that is told to end, by Ctrl-C or SIGTERM, finishes what it has begun: the main task is cancelled, and the
 * JVM waits for its clean-up.
 *
 * <p>In Python: {@code asyncio.Runner} cancels the main task upon SIGINT.
 */
public final class GracefulShutdown {
    private GracefulShutdown() {}

    public static void main(String[] args) {
        try (var runner =
                Runner.builder().shutdownTimeout(Duration.ofSeconds(5)).build()) {
            runner.run(serve());
        } catch (LoopExit e) {
            System.out.println("good-bye");
        }
    }

    /** The task that is cancelled is this one; the request is shielded from it. */
    @Async
    static Coroutine<Void> serve() {
        System.out.println("serving; end it with Ctrl-C");
        for (int n = 1; ; n++) {
            Task<Void> request = createTask(handle(n));
            try {
                await(shield(request));
            } catch (CancelledError e) {
                System.out.println("told to end; request " + n + " is still going on");
                await(request);
                throw e;
            }
        }
    }

    @Async
    static Coroutine<Void> handle(int n) {
        await(sleep(300));
        System.out.println("request " + n + " is done");
        return Coroutine.done();
    }
}
