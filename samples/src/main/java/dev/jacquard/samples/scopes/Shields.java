package dev.jacquard.samples.scopes;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;

/**
 * Something that has to be finished, whatever happens to who asked for it.
 *
 * <p>In Python: {@code await asyncio.shield(task)}.
 */
public final class Shields {
    private Shields() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<String> save(String what) {
        System.out.println("saving " + what);
        await(sleep(200));
        System.out.println("saved " + what);
        return Coroutine.of(what);
    }

    @Async
    static Coroutine<Void> handleRequest(Task<String> saving) {
        try {
            await(shield(saving));
        } catch (CancelledError e) {
            System.out.println("the request is cancelled, saving: " + !saving.isDone());
            throw e;
        }
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> demo() {
        Task<String> saving = createTask(save("the pattern"));
        Task<Void> request = createTask(handleRequest(saving));
        await(sleep(100));
        request.cancel();
        System.out.println("result: " + await(saving));
        return Coroutine.done();
    }
}
