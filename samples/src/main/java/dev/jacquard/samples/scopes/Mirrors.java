package dev.jacquard.samples.scopes;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitAny;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.Waited;
import dev.jacquard.annotations.Async;
import java.util.List;

/**
 * The same file is asked of several servers; the first answer counts, the others are called off.
 *
 * <p>In Python: {@code asyncio.wait(tasks, return_when=FIRST_COMPLETED)}.
 */
public final class Mirrors {
    private Mirrors() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<String> fetch(String mirror, int millis) {
        try {
            await(sleep(millis));
            return Coroutine.of("the file from " + mirror);
        } catch (CancelledError e) {
            System.out.println(mirror + ": called off");
            throw e;
        }
    }

    /** The result of the first that is done; none of them runs on, whatever happens. */
    @Async
    static <T> Coroutine<T> firstOf(List<Task<T>> tasks) {
        try {
            Waited<Task<T>> waited = await(waitAny(tasks));
            return Coroutine.of(waited.done().iterator().next().result());
        } finally {
            for (Task<T> task : tasks) {
                task.cancel(); // nothing happens to one that is done
            }
            await(waitAll(tasks));
        }
    }

    @Async
    public static Coroutine<Void> demo() {
        List<Task<String>> tasks = List.of(
                createTask(fetch("Paris", 300)), createTask(fetch("Lyon", 100)), createTask(fetch("Lille", 200)));
        System.out.println(await(firstOf(tasks)));
        return Coroutine.done();
    }
}
