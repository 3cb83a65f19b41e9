package dev.jacquard.samples;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;

/**
 * The smallest program: one method that suspends for a while, and {@code run} that drives it.
 *
 * <p>In Python: {@code asyncio.run(hello())}.
 */
public final class Hello {
    private Hello() {}

    public static void main(String[] args) {
        String answer = run(hello(args.length > 0 ? args[0] : "world"));
        System.out.println(answer);
    }

    @Async
    static Coroutine<String> hello(String name) {
        System.out.println("Hello ...");
        await(sleep(Duration.ofMillis(300))); // suspends the task, never the thread
        System.out.println("... " + name + "!");
        return Coroutine.of("said hello to " + name);
    }
}
