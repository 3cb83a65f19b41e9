package dev.jacquard.asynciotests.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.TimerHandle;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Plays a schedule on a virtual clock, on one object and its model. Subclasses say what the steps do, and tell the
 * model of each thing that happens, which checks whether it may.
 *
 * <p>Steps and cancellations happen at even times. At odd times, when all that could happen has happened,
 * {@link #quiet} compares who still waits.
 */
public abstract class Play {
    private final List<Task<?>> tasks = new ArrayList<>();
    private final List<Throwable> inCallbacks = new ArrayList<>();
    private boolean closing;

    /** One step of a task. */
    protected abstract Coroutine<Void> perform(int actor, Step step);

    /** The task is going to be cancelled, whatever it is doing. */
    protected abstract void cancelling(int actor);

    /** Who waits and is not cancelled, in the order of coming; who was woken may be among them. */
    protected abstract Collection<Integer> waiting();

    /** Nothing more happens at this instant: nobody may wait without need. */
    protected abstract void quiet();

    /** All tasks have ended. */
    protected abstract void ended();

    /** Plays a schedule to its end. */
    public final void run(Schedule schedule) {
        // thousands of runs: without what debug mode keeps of each task
        try (AsyncTester tester = AsyncTester.builder().debug(false).build()) {
            tester.run(() -> main(schedule));
        }
    }

    @Async
    private Coroutine<Void> main(Schedule schedule) {
        getRunningLoop().setExceptionHandler((loop, error) -> inCallbacks.add(error.exception()));
        for (int i = 0; i < schedule.actors().size(); i++) {
            tasks.add(createTask(act(i, schedule.actors().get(i)), "actor " + i));
        }
        for (Cancellation c : schedule.cancellations()) {
            getRunningLoop().callLater(units(c.at()), () -> cancel(c.actor()));
        }
        int horizon = schedule.horizon();
        await(sleep(units(0).plusMillis(1)));
        for (int time = 0; time <= horizon; time++) {
            quiet();
            await(sleep(units(1)));
        }
        closing = true;
        for (int i = 0; i < tasks.size(); i++) {
            cancel(i);
        }
        for (var outcome : await(gatherSettled(tasks))) {
            outcome.fold(v -> v, e -> {
                if (!(e instanceof CancelledError)) {
                    throw new AssertionError("a task failed: " + e, e);
                }
                return null;
            });
        }
        ended();
        check(inCallbacks.isEmpty(), inCallbacks);
        return Coroutine.done();
    }

    private void cancelVictim(int victim) {
        if (victim == 1) {
            waiting().stream().findFirst().ifPresent(this::cancel);
        } else if (victim > 1) {
            cancel(victim - 2);
        }
    }

    private void cancel(int actor) {
        if (actor < tasks.size() && !tasks.get(actor).isDone()) {
            cancelling(actor);
            tasks.get(actor).cancel();
        }
    }

    @Async
    private Coroutine<Void> act(int i, Actor actor) {
        for (Step step : actor.steps()) {
            try {
                await(sleep(units(step.delay())));
                await(perform(i, step));
                cancelVictim(step.victim());
            } catch (AsyncTimeoutException e) {
                // it was impatient: on with the next
            } catch (CancelledError e) {
                if (closing || !actor.survives()) {
                    throw e;
                }
            }
        }
        return Coroutine.done();
    }

    /** What a step waits for, as long as its patience lasts. */
    @Async
    protected final <T> Coroutine<T> patiently(int actor, Step step, Coroutine<T> waiting) {
        if (step.patience() == 0) {
            return waiting;
        }
        Task<?> task = Objects.requireNonNull(currentTask());
        boolean[] expired = new boolean[1];
        TimerHandle timer = getRunningLoop().callLater(units(step.patience() - 1), () -> {
            expired[0] = true;
            cancelling(actor);
            task.cancel();
        });
        try {
            return Coroutine.of(await(waiting));
        } catch (CancelledError e) {
            if (expired[0] && task.uncancel() == 0) {
                throw new AsyncTimeoutException();
            }
            throw e;
        } finally {
            timer.cancel();
        }
    }

    /** Fails unless something is true. */
    protected static void check(boolean isTrue, Object otherwise) {
        if (!isTrue) {
            throw new AssertionError(otherwise);
        }
    }

    /** How long a step holds what it has. */
    protected static Coroutine<Void> hold(Step step) {
        return sleep(units(step.hold()));
    }

    private static Duration units(int n) {
        return Duration.ofMillis(2L * n);
    }
}
