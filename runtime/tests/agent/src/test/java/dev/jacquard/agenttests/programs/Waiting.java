package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.*;

import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program whose tasks wait until it is ended; with {@code busy}, its loop does not answer. */
public final class Waiting {
    private Waiting() {}

    @Async
    static Coroutine<Void> fetch() {
        await(sleep(Duration.ofHours(1)));
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> shop(boolean busy) {
        createTask(shopping(), "shopping");
        await(sleep(0));
        await(sleep(0));
        System.out.println("ready");
        if (busy) {
            spin();
        }
        await(new Promise<Void>());
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> shopping() {
        await(gather(createTask(fetch(), "tea"), createTask(fetch(), "milk")));
        return Coroutine.done();
    }

    private static void spin() {
        while (!Thread.interrupted()) {
            Thread.onSpinWait();
        }
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && args[0].equals("nothing")) {
            System.out.println("ready");
            new CountDownLatch(1).await(); // until it is ended
        }
        run(shop(args.length > 0 && args[0].equals("busy")));
    }
}
