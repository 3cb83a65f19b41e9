package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;

/**
 * A class of one's own that can be awaited: it says which coroutine stands for it.
 *
 * <p>In Python: {@code def __await__(self)}.
 */
public final class CustomAwaitable {
    private CustomAwaitable() {}

    /** Opens when it has been counted down; any number of tasks can await it. */
    static final class Countdown implements Awaitable<String> {
        private final Promise<String> open = new Promise<>();
        private int left;

        Countdown(int from) {
            left = from;
        }

        void tick() {
            System.out.println("tick, " + --left + " left");
            if (left == 0) {
                open.setResult("lift-off");
            }
        }

        @Override
        @Async
        public Coroutine<String> asCoroutine() {
            return Coroutine.of(await(open));
        }
    }

    public static void main(String[] args) {
        run(launch());
    }

    @Async
    static Coroutine<Void> watch(String who, Countdown countdown) {
        System.out.println(who + " waits");
        System.out.println(who + " sees " + await(countdown));
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> launch() {
        var countdown = new Countdown(3);
        var crew = createTask(watch("the crew", countdown));
        var crowd = createTask(watch("the crowd", countdown));
        for (int i = 0; i < 3; i++) {
            await(sleep(100));
            countdown.tick();
        }
        await(crew);
        await(crowd);
        return Coroutine.done();
    }
}
