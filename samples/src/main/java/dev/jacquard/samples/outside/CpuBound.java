package dev.jacquard.samples.outside;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;

import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/**
 * Work for all cores: cut into parts, which a pool does, while the loop goes on. Java's threads do run at the same
 * time, so that this needs no processes.
 *
 * <p>In Python: {@code loop.run_in_executor(ProcessPoolExecutor(), ...)}.
 */
public final class CpuBound {
    private static final int PARTS = 8;

    private CpuBound() {}

    public static void main(String[] args) {
        run(demo());
    }

    /** Plain code that computes: it neither awaits nor knows of a loop. */
    static int primes(int from, int to) {
        int n = 0;
        for (int i = Math.max(2, from); i < to; i++) {
            boolean prime = true;
            for (int d = 2; prime && d * d <= i; d++) {
                prime = i % d != 0;
            }
            n += prime ? 1 : 0;
        }
        return n;
    }

    @Async
    static Coroutine<Integer> primesBelow(int end) {
        int each = (end + PARTS - 1) / PARTS;
        try (var pool = new Pool(new ForkJoinPool())) {
            List<Future<Integer>> parts = new ArrayList<>();
            for (int from = 0; from < end; from += each) {
                int first = from;
                int last = Math.min(end, from + each);
                parts.add(pool.call(() -> primes(first, last)));
            }
            return Coroutine.of(
                    await(gather(parts)).stream().mapToInt(Integer::intValue).sum());
        }
    }

    @Async
    public static Coroutine<Void> demo() {
        System.out.println(await(primesBelow(100_000)) + " primes below 100000");
        return Coroutine.done();
    }
}
