package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.waitFirstException;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.Coroutine;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.util.List;

/** A group made by hand tells only of its first error. */
final class SwallowedError {
    private int thrown;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        SwallowedError work = new SwallowedError();
        int told = await(fixed ? work.group() : work.groupByHand());
        check(told == work.thrown, work.thrown + " errors were thrown, told were " + told);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Integer> groupByHand() {
        List<Task<Void>> all = List.of(createTask(fail(1), "a"), createTask(fail(4), "b"));
        await(waitFirstException(all));
        for (Task<Void> task : all) {
            task.cancel();
        }
        await(gatherSettled(all));
        for (Task<Void> task : all) {
            if (!task.isCancelled() && task.exception() != null) {
                return Coroutine.of(1); // and the others?
            }
        }
        return Coroutine.of(0);
    }

    @Async
    private Coroutine<Integer> group() {
        try {
            await(TaskGroup.run(this::startBoth));
            return Coroutine.of(0);
        } catch (ExceptionGroup e) {
            return Coroutine.of(e.exceptions().size());
        }
    }

    private Coroutine<Void> startBoth(TaskGroup group) {
        group.createTask(fail(1), "a");
        group.createTask(fail(4), "b");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> fail(int after) {
        await(steps(after));
        thrown++;
        throw new IllegalStateException("failed after " + after);
    }
}
