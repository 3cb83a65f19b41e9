package dev.jacquard.samples.scopes;

import static dev.jacquard.Asyncio.asCompleted;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.annotations.Async;
import java.util.List;

/**
 * Results in the order in which they come, each as soon as it is there.
 *
 * <p>In Python: {@code async for future in asyncio.as_completed(...):}.
 */
public final class AsTheyCome {
    private AsTheyCome() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<String> postcard(String from, int millis) {
        await(sleep(millis));
        if (from.equals("Atlantis")) {
            throw new IllegalStateException("lost at sea");
        }
        return Coroutine.of("greetings from " + from);
    }

    @Async
    public static Coroutine<Void> demo() {
        var post = List.of(
                postcard("Lyon", 300), postcard("Turin", 100), postcard("Atlantis", 200), postcard("Manchester", 400));
        for (Future<String> card : asCompleted(post)) {
            try {
                System.out.println(await(card));
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
        return Coroutine.done();
    }
}
