package dev.jacquard.samples;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Outcome;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.io.IOException;

/**
 * Exceptions arrive where the call is awaited: the original object, checked ones included.
 *
 * <p>In Python: {@code try: await ...}, {@code gather(..., return_exceptions=True)}.
 */
public final class ErrorHandling {
    private ErrorHandling() {}

    public static void main(String[] args) throws IOException {
        run(() -> tour()); // run carries the exception type of its lambda
    }

    @Async
    static Coroutine<String> read(String file) throws IOException {
        await(sleep(50));
        if (file.endsWith(".lost")) {
            throw new IOException("no such file: " + file);
        }
        return Coroutine.of("contents of " + file);
    }

    /** try, catch and finally mean what they always mean, also with awaits in them. */
    @Async
    static Coroutine<String> readOr(String file, String otherwise) {
        try {
            return Coroutine.of(await(read(file)));
        } catch (IOException e) {
            System.out.println("caught: " + e.getMessage());
            return Coroutine.of(otherwise);
        } finally {
            await(sleep(10));
            System.out.println("finished with " + file);
        }
    }

    @Async
    static Coroutine<Void> tour() throws IOException {
        System.out.println(await(readOr("pattern.txt", "?")));
        System.out.println(await(readOr("pattern.lost", "an empty pattern")));

        // The trace shows the chain of awaits as if all had been plain calls.
        try {
            await(readFirst("cards.lost", "more.txt"));
        } catch (IOException e) {
            System.out.println("the way to: " + e.getMessage());
            for (StackTraceElement row : e.getStackTrace()) {
                if (row.getClassName().startsWith(ErrorHandling.class.getName())) {
                    System.out.println("    at " + row.getMethodName());
                }
            }
        }

        // A task's type does not tell what it throws, so name it.
        Task<String> task = createTask(read("loom.lost"));
        try {
            await(task, IOException.class);
        } catch (IOException e) {
            System.out.println("from the task: " + e.getMessage());
        }

        // Several at once: an error of one does not stop the others.
        for (Outcome<String> outcome : await(gatherSettled(read("a.txt"), read("b.lost")))) {
            System.out.println(
                    outcome.<String>fold(value -> "success: " + value, failure -> "failure: " + failure.getMessage()));
        }
        return Coroutine.done();
    }

    @Async
    static Coroutine<String> readFirst(String first, String second) throws IOException {
        String one = await(read(first));
        String two = await(read(second));
        return Coroutine.of(one + two);
    }
}
