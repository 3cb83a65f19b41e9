package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.captureCallGraph;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.printCallGraph;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.FutureCallGraph;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/** The example of {@code docs/debugging.md}. */
final class Shop {
    private Shop() {}

    // doc: call-graph
    @Async
    static Coroutine<Integer> price(String what) {
        await(sleep(1000));
        if (what.equals("pears")) {
            printCallGraph();
        }
        return Coroutine.of(what.length());
    }

    @Async
    static Coroutine<Integer> order() {
        var apples = createTask(price("apples"), "apples");
        var pears = createTask(price("pears"), "pears");
        int total = 0;
        for (int price : await(gather(apples, pears))) {
            total += price;
        }
        return Coroutine.of(total);
    }

    /** The tasks and futures that wait for one. */
    static List<Future<?>> waitingFor(Future<?> future) {
        List<Future<?>> waiting = new ArrayList<>();
        for (FutureCallGraph graph : captureCallGraph(future).awaitedBy()) {
            waiting.add(graph.future());
        }
        return waiting;
    }
    // end
}
