package dev.jacquard.samples.sync;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Stopwatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Five downloads, two at a time.
 *
 * <p>In Python: {@code async with asyncio.Semaphore(2):}.
 */
public final class Semaphores {
    private Semaphores() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<String> download(int n, AsyncSemaphore slots, Stopwatch watch) {
        try (var slot = await(slots.acquire())) {
            System.out.println(watch + ": download " + n + " starts");
            await(sleep(100));
            return Coroutine.of("file " + n);
        }
    }

    @Async
    public static Coroutine<Void> demo() {
        var slots = new AsyncSemaphore(2);
        var watch = new Stopwatch();
        List<Coroutine<String>> downloads = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            downloads.add(download(n, slots, watch));
        }
        List<String> files = await(gather(downloads));
        System.out.println(watch + ": " + files);
        return Coroutine.done();
    }
}
