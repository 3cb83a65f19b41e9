package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.newEventLoop;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import java.util.function.Supplier;

/** b10: tasks suspended under a chain of calls; an int, a long and a reference live in each. */
final class ParkProg {
    private ParkProg() {}

    @Async
    private static Coroutine<Long> deep(int a, long b, String s, Promise<Long> gate) {
        long r = a == 1 ? await(gate) : await(deep(a - 1, b + a, s, gate));
        return Coroutine.of(r + a + b + s.length());
    }

    @Async
    private static Coroutine<Long> deepEvent(int a, long b, String s, AsyncEvent gate) {
        long r = 1;
        if (a == 1) {
            await(gate.waitAsync());
        } else {
            r = await(deepEvent(a - 1, b + a, s, gate));
        }
        return Coroutine.of(r + a + b + s.length());
    }

    @Async
    private static Coroutine<Void> spawn(int tasks, Supplier<Coroutine<Long>> start) {
        for (int i = 0; i < tasks; i++) {
            createTask(start.get());
        }
        await(sleep(0));
        await(sleep(0));
        return Coroutine.done();
    }

    /**
     * Suspends tasks and leaves them so.
     *
     * @param event whether they wait for an event, not for a promise
     * @return what keeps them alive
     */
    static Object park(int tasks, int depth, boolean event) {
        EventLoop loop = newEventLoop();
        if (event) {
            AsyncEvent gate = new AsyncEvent();
            loop.runUntilComplete(spawn(tasks, () -> deepEvent(depth, 7, "local", gate)));
            return new Object[] {loop, gate};
        }
        Promise<Long> gate = new Promise<>(loop);
        loop.runUntilComplete(spawn(tasks, () -> deep(depth, 7, "local", gate)));
        return new Object[] {loop, gate};
    }
}
