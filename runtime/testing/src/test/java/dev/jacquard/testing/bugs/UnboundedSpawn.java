package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/** A task for each request, however many are not done yet. */
final class UnboundedSpawn {
    private static final int LIMIT = 2;

    private final AsyncSemaphore slots = new AsyncSemaphore(LIMIT);
    private int alive;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        UnboundedSpawn server = new UnboundedSpawn();
        List<Task<Void>> all = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            await(steps(1)); // a request comes
            if (fixed) {
                await(server.slots.acquire());
            }
            server.alive++;
            check(server.alive <= LIMIT, server.alive + " requests at once");
            all.add(createTask(server.handle(fixed), "request-" + i));
        }
        for (Task<Void> task : all) {
            await(task);
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> handle(boolean fixed) {
        await(steps(1));
        alive--;
        if (fixed) {
            slots.release();
        }
        return Coroutine.done();
    }
}
