package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.TimerHandle;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the last of a burst of values, once there has been quiet for a while: a search field that asks the server
 * only when the typing stops.
 *
 * <p>In Python: {@code handle.cancel()} and {@code loop.call_later(...)}.
 */
public final class Debouncer<T> {
    private final Duration quiet;
    private final Consumer<? super T> action;
    private @Nullable TimerHandle timer;

    Debouncer(Duration quiet, Consumer<? super T> action) {
        this.quiet = quiet;
        this.action = action;
    }

    /** Offers a value; it replaces one that still waits. */
    void offer(T value) {
        if (timer != null) {
            timer.cancel();
        }
        timer = getRunningLoop().callLater(quiet, () -> action.accept(value));
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        var search = new Debouncer<String>(Duration.ofMillis(250), s -> System.out.println("search for: " + s));
        await(type(search, "jac", "jacq", "jacqu"));
        await(sleep(500)); // the typist thinks
        await(type(search, "jacqua", "jacquard"));
        await(sleep(500));
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> type(Debouncer<String> field, String... states) {
        for (String typed : states) {
            System.out.println("typed: " + typed);
            field.offer(typed);
            await(sleep(30));
        }
        return Coroutine.done();
    }
}
