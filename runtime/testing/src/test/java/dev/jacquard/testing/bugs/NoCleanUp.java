package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.List;

/** Cancelled between taking and giving back, it gives nothing back. */
final class NoCleanUp {
    private int free = 1;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        NoCleanUp pool = new NoCleanUp();
        Task<Void> user = createTask(fixed ? pool.use() : pool.useCarelessly(), "user");
        await(steps(4));
        user.cancel();
        await(gatherSettled(List.of(user)));
        check(pool.free == 1, "the connection was not given back");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> useCarelessly() {
        free--;
        await(steps(2));
        free++;
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> use() {
        free--;
        try {
            await(steps(2));
        } finally {
            free++;
        }
        return Coroutine.done();
    }
}
