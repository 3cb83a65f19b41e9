package dev.jacquard.samples.scopes;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;

/**
 * Tasks that belong together: the block ends when all of them have ended, and when one fails the others are cancelled.
 *
 * <p>In Python: {@code async with asyncio.TaskGroup() as group:}.
 */
public final class Groups {
    private Groups() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static Coroutine<Integer> price(String shop, int millis) {
        try {
            await(sleep(millis));
        } catch (CancelledError e) {
            System.out.println(shop + " need not answer any more");
            throw e;
        }
        if (shop.isBlank()) {
            throw new IllegalArgumentException("a shop without a name");
        }
        System.out.println(shop + " has answered");
        return Coroutine.of(shop.length());
    }

    /** The tasks are done when the block is left, so their results are there. */
    @Async
    static Coroutine<Integer> total(String... shops) {
        return TaskGroup.run(group -> {
            Task<Integer> first = group.createTask(price(shops[0], 100));
            Task<Integer> second = group.createTask(price(shops[1], 200));
            Task<Integer> third = group.createTask(price(shops[2], 300));
            return Coroutine.of(await(first) + await(second) + await(third));
        });
    }

    @Async
    public static Coroutine<Void> demo() {
        System.out.println("total: " + await(total("baker", "grocer", "dairy")));
        try {
            await(total("baker", " ", "dairy"));
        } catch (ExceptionGroup group) {
            for (Throwable failure : group.exceptions()) {
                System.out.println("failed: " + failure.getMessage());
            }
        }
        return Coroutine.done();
    }
}
