package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.JobScheduler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of a test, to which a mishap comes at one moment, or, in the first run, at none: then it takes down which
 * moments there are.
 *
 * <pre>
 *   the test's task:   step ── suspends ─────────────────────────── goes on ── step
 *   rounds:                        │ turn 0     │ turn 1     │ turn 2
 *   moments:                    at once      before the round's jobs
 * </pre>
 *
 * <p>Jobs run in their usual order. It is the loop's scheduler as it has to know when a round begins and when the task
 * is about to go on.
 */
final class MishapRun implements JobScheduler {
    private final EveryAwait options;
    private final @Nullable Moment planned;
    private final List<Moment> seen = new ArrayList<>();

    private List<Disconnectable> disconnectables = List.of();
    private @Nullable Task<?> task;
    private @Nullable EventLoop loop;
    private int left; // jobs of the round that are still to come
    private boolean suspended;
    private int await;
    private int turn;
    private @Nullable AwaitPlace place; // where it came

    MishapRun(EveryAwait options, @Nullable Moment planned) {
        this.options = options;
        this.planned = planned;
    }

    /** The moments of a run without a mishap, in their order, each for one mishap. */
    List<Moment> seen() {
        return seen;
    }

    /** How many awaits of the test have suspended it. */
    int awaits() {
        return await;
    }

    /** Where the mishap has come, or null if the test had ended before. */
    @Nullable
    AwaitPlace place() {
        return place;
    }

    /** The loop is about to run: the next job is the first of a round. */
    void loopStarts() {
        left = 0;
    }

    // ---- the moments ---------------------------------------------------------------------------

    @Override
    public int choose(JobLoop jobs) {
        boolean begins = left <= 0;
        left = (begins ? jobs.readyCount() : left) - 1;
        Task<?> t = task;
        if (t == null || t.isDone()) {
            return 0;
        }
        if (begins && suspended) {
            turn++;
            at(t);
        }
        if (jobs.readyJob(0) == t) {
            suspended = false;
            Objects.requireNonNull(loop).callSoon(this::afterStep);
        }
        return 0;
    }

    private void afterStep() {
        Task<?> t = task;
        if (t != null && !t.isDone()) {
            suspended = true;
            await++;
            turn = 0;
            at(t);
        }
    }

    /** The test stands at an await. */
    private void at(Task<?> t) {
        if (turn > 0 && options.at() == CancelEverywhere.At.AWAITS) {
            return;
        }
        if (planned == null) {
            for (Mishap mishap : options.mishaps()) {
                if (mishap != Mishap.CONNECTION_LOST || hasConnections()) {
                    seen.add(new Moment(mishap, await, turn));
                }
            }
        } else if (place == null && planned.await() == await && planned.turn() == turn) {
            place = AwaitPlace.of(t);
            if (planned.mishap() == Mishap.CONNECTION_LOST) {
                List.copyOf(disconnectables).forEach(Disconnectable::disconnect);
            } else {
                t.cancel();
            }
        }
    }

    private boolean hasConnections() {
        return disconnectables.stream().anyMatch(d -> d.connectionCount() > 0);
    }

    // ---- the test ------------------------------------------------------------------------------

    /** The test, which ends normally if it ends by the mishap. */
    @Async
    Coroutine<Void> around(Coroutine<?> test, List<Disconnectable> connections) {
        Task<?> t = Objects.requireNonNull(currentTask());
        begin(t, connections);
        try {
            await(test);
        } catch (Throwable e) {
            ended(t, e);
            return Coroutine.done();
        } finally {
            task = null;
        }
        if (place != null && !mayEndNormally()) {
            throw new AssertionError("The test has ended normally although it was "
                    + Objects.requireNonNull(planned).mishap().participle()
                    + ": something has caught the CancelledError and not thrown it again."
                    + " Throw it, or allow that: mayEndNormally = true.");
        }
        return Coroutine.done();
    }

    private void begin(Task<?> t, List<Disconnectable> connections) {
        task = t;
        loop = t.getLoop();
        disconnectables = connections;
        loop.callSoon(this::afterStep); // after its first step, which is going on
    }

    private boolean mayEndNormally() {
        return options.isNormalEndAllowed() || Objects.requireNonNull(planned).mishap() == Mishap.CONNECTION_LOST;
    }

    /** Passes over what is a right end, and throws the rest. */
    private void ended(Task<?> t, Throwable e) {
        if (place == null || !isRight(e)) {
            throw Sneaky.of(e);
        }
        if (Objects.requireNonNull(planned).mishap() != Mishap.CONNECTION_LOST
                && t.uncancel() > 0
                && planned.mishap() == Mishap.TIMEOUT) {
            throw new AssertionError(
                    "The timeout would arrive as a cancellation: somebody has called cancel() on"
                            + " the test's task, which nobody has withdrawn by uncancel().",
                    e);
        }
    }

    private boolean isRight(Throwable e) {
        if (e instanceof BaseExceptionGroup group) {
            return group.exceptions().stream().allMatch(this::isRight);
        }
        if (options.isExpected(e)) {
            return true;
        }
        return switch (Objects.requireNonNull(planned).mishap()) {
            case CANCEL -> e instanceof CancelledError;
            case TIMEOUT -> e instanceof CancelledError || e instanceof AsyncTimeoutException;
            case CONNECTION_LOST -> isOfConnection(e);
        };
    }

    private static boolean isOfConnection(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
