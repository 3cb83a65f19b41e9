package dev.jacquard;

import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Drives the tasks of one loop, one step of one task at a time. */
final class TaskDriver extends BaseDriver {
    private final BaseEventLoop loop;

    /** The current task. */
    @Nullable Task<?> task;

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
        t.waitingOn = future;
        future.addCallback(t);
        return SUSPENDED;
    }

    @Override
    @Nullable Object awaitStage(CompletionStage<?> stage) throws Throwable {
        return awaitFuture(StageFuture.follow(loop, stage));
    }

    @Override
    Object yieldOnce() {
        loop.schedule(current());
        return SUSPENDED;
    }

    @Override
    Object sleep(long nanos, @Nullable Object value) {
        Task<?> t = current();
        if (nanos <= 0) {
            if (value == null) {
                loop.schedule(t);
                return SUSPENDED;
            }
            return t.resumeSoon(value);
        }
        SleepFuture sleep = new SleepFuture(loop, value);
        loop.scheduleAt(loop.later(nanos), sleep);
        t.waitingOn = sleep;
        sleep.addCallback(t);
        return SUSPENDED;
    }

    private Task<?> current() {
        Task<?> t = task;
        if (t == null) {
            throw new IllegalStateException("await outside of a task");
        }
        return t;
    }

    /** One step of a task. */
    @Nullable Object step(@Nullable Frame frame, @Nullable Object value) {
        return run(frame, value);
    }

    /** Where the task goes on that has just suspended. */
    @Nullable Frame suspended() {
        return innermost();
    }

    /** After a step inside a step. */
    void goBackTo(@Nullable Frame frame) {
        restore(frame);
    }
}
