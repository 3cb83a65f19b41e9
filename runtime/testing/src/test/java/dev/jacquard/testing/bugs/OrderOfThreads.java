package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.testing.bugs.Steps.check;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/** Threads end in any order, not in that in which they were started. */
final class OrderOfThreads {
    private final List<Integer> results = new ArrayList<>();

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        OrderOfThreads sum = new OrderOfThreads();
        List<Integer> inOrder = await(gather(sum.compute(1), sum.compute(2), sum.compute(3)));
        List<Integer> used = fixed ? inOrder : sum.results;
        check(used.equals(List.of(1, 2, 3)), "in another order: " + used);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Integer> compute(int n) {
        int result = await(toThread(() -> n));
        results.add(result);
        return Coroutine.of(result);
    }
}
