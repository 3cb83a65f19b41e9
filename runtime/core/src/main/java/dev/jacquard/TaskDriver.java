package dev.jacquard;

import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Drives the tasks of one loop, one step of one task at a time. */
final class TaskDriver extends BaseDriver {
    private final BaseEventLoop loop;

    /** The task whose first step is done inside of another step or of a callback, or null. */
    @Nullable Task<?> startedHere;

    TaskDriver(BaseEventLoop loop) {
        this.loop = loop;
    }

    @Override
    protected @Nullable Object await(@Nullable Object x) throws Throwable {
        if (x instanceof Future<?> future && future.state == Future.DONE) {
            return future.result;
        }
        return super.await(x);
    }

    @Override
    protected @Nullable Object await(@Nullable Object x, String place) throws Throwable {
        if (x instanceof Future<?> future && future.state == Future.DONE) {
            return future.result;
        }
        return super.await(x, place);
    }

    @Override
    @Nullable Object awaitFuture(Future<?> future) throws Throwable {
        if (future.state != Future.PENDING) {
            if (future.state == Future.DONE) {
                return future.result;
            }
            throw future.takeProblem("");
        }
        Task<?> t = current();
        if (future == t) {
            return t.resumeSoon(
                    new Failure(new IllegalStateException("Task cannot await on itself: " + t)));
        }
        if (future.loop != loop) {
            return t.resumeSoon(
                    new Failure(
                            new IllegalStateException(
                                    t
                                            + " awaits "
                                            + future
                                            + ", which belongs to another loop, "
                                            + future.loop)));
        }
        t.waitFor(future);
        return SUSPENDED;
    }

    @Override
    @Nullable Object awaitStage(CompletionStage<?> stage) throws Throwable {
        return awaitFuture(StageFuture.follow(loop, stage));
    }

    @Override
    Object yieldOnce() {
        return SUSPENDED; // what waits for nothing goes on in the next round
    }

    @Override
    Object sleep(long nanos, @Nullable Object value) {
        Task<?> t = current();
        if (nanos <= 0) {
            if (value == null) {
                return yieldOnce();
            }
            return t.resumeSoon(value);
        }
        SleepFuture sleep = new SleepFuture(loop, value);
        loop.scheduleAt(loop.later(nanos), sleep);
        t.waitFor(sleep);
        return SUSPENDED;
    }

    private Task<?> current() {
        Task<?> t = loop.currentTask();
        if (t == null) {
            throw new IllegalStateException("await outside of a task");
        }
        return t;
    }

    /** One step of a task. */
    @Nullable Object step(@Nullable Frame frame, @Nullable Object value) {
        return run(frame, value);
    }

    /** One step with nothing to hand in: whether it has only suspended again. */
    boolean suspends(@Nullable Frame frame) {
        return onlySuspends(frame);
    }

    /** What has become of such a step if not. */
    @Nullable Object outcomeOf(@Nullable Frame frame) {
        return outcome(frame);
    }

    /** The call that is being resumed, or null; from another thread, what it was a moment ago. */
    @Nullable Frame resumedFrame() {
        return resumed();
    }

    /** After the first step, if it has suspended: the frame with which the next one begins. */
    Frame firstStepDone(Frame first) {
        return started(first);
    }

    @Override
    protected @Nullable Frame first() {
        Task<?> t = loop.currentTask();
        return t == null ? null : t.frame();
    }

    @Override
    protected void suspendedAt(Frame innermost) {
        current().suspendedAt(innermost);
    }

    /** Runs a task's first step inside a step of another or a callback. */
    void startHere(Task<?> starting) {
        Task<?> caller = startedHere;
        Frame outer = beginNested();
        startedHere = starting;
        try {
            starting.run(loop);
        } finally {
            startedHere = caller;
            endNested(outer);
        }
    }
}
