package dev.jacquard;

import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Drives the tasks of one loop, one step of one task at a time. */
final class TaskDriver extends BaseDriver {
    private static final int UNCHECKED_STARTS = 4;

    private final BaseEventLoop loop;

    /** The innermost first step that is done inside of another step or of a callback, or null. */
    @Nullable
    StartedHere startedHere;

    private int startsWithin; // one another

    /** Who has called the loop; null until there is an exception. */
    private StackTraceElement @Nullable [] below;

    /**
     * A task's first step inside of another one.
     *
     * @param around the first step around it, if there is one
     * @param resumedAround the parent that was being resumed around it, if it was one
     */
    record StartedHere(Task<?> task, @Nullable StartedHere around, @Nullable Frame resumedAround) {}

    /**
     * A step that is on the stack.
     *
     * @param resumed the frame whose resumption is going on
     */
    record Stepping(Task<?> task, @Nullable Frame resumed) {}

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
    @Nullable
    Object awaitFuture(Future<?> future) throws Throwable {
        if (future.state != Future.PENDING) {
            if (future.state == Future.DONE) {
                return future.result;
            }
            throw Woven.arrivedHere(future.takeFailure(), this).exception();
        }
        Task<?> t = current();
        if (future == t) {
            return refuse(t, "Task cannot await on itself: " + t);
        }
        if (future.loop != loop) {
            return refuse(t, t + " awaits " + future + ", which belongs to another loop, " + future.loop);
        }
        t.waitFor(future);
        return SUSPENDED;
    }

    private Object refuse(Task<?> t, String why) {
        Failure refusal = Failure.made(new IllegalStateException(why));
        return t.resumeSoon(Woven.arrivedHere(refusal, this));
    }

    @Override
    @Nullable
    Object awaitStage(CompletionStage<?> stage) throws Throwable {
        return awaitFuture(loop.follow(stage));
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
    @Nullable
    Object step(@Nullable Frame frame, @Nullable Object value) {
        return run(frame, value);
    }

    /** One step with nothing to hand in: whether it has only suspended again. */
    boolean suspends(@Nullable Frame frame) {
        return onlySuspends(frame);
    }

    /** What has become of such a step if not. */
    @Nullable
    Object outcomeOf(@Nullable Frame frame) {
        return outcome(frame);
    }

    /** The steps that are on the stack, innermost first; most often one or none. */
    List<Stepping> stepping() {
        List<Stepping> steps = new ArrayList<>(1);
        Frame resumed = resumed();
        for (StartedHere s = startedHere; s != null; s = s.around) {
            steps.add(new Stepping(s.task, resumed == null ? s.task.frame() : resumed));
            resumed = s.resumedAround;
        }
        Task<?> base = loop.taskOfRunningJob();
        if (base != null) {
            steps.add(new Stepping(base, resumed == null ? base.frame() : resumed));
        }
        return steps;
    }

    /** Whether a step of the task is on the stack. */
    boolean isStepping(Task<?> task) {
        for (StartedHere s = startedHere; s != null; s = s.around) {
            if (s.task == task) {
                return true;
            }
        }
        return loop.taskOfRunningJob() == task;
    }

    /** The step that runs, or null; from another thread, what it was a moment ago. */
    @Nullable
    Stepping innermostStep() {
        Task<?> t = loop.currentTask();
        return t == null ? null : new Stepping(t, resumed());
    }

    /** The task has ended. */
    void taskEnded() {
        rootEnded();
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

    // ---- traces of exceptions ------------------------------------------------------------------

    @Override
    protected StackTraceElement[] below() {
        StackTraceElement[] rows = below;
        if (rows == null) {
            rows = Woven.rowsBelowLoop();
            below = rows;
        }
        return rows;
    }

    @Override
    protected @Nullable String who() {
        Task<?> t = loop.currentTask();
        return t == null ? null : t.getName();
    }

    /** The loop has begun, or ended, to run. */
    void calledAnew() {
        below = null;
    }

    /** Not if a recursion of such starts is about to use up the stack: the loop has one of its own. */
    boolean mayStartHere() {
        return startsWithin < UNCHECKED_STARTS || StackRoom.isLeft();
    }

    /** Runs a task's first step inside a step of another or a callback. */
    void startHere(Task<?> starting) {
        StartedHere caller = startedHere;
        Frame outer = beginNested();
        startedHere = new StartedHere(starting, caller, outer);
        startsWithin++;
        boolean observed = loop.observed;
        if (observed) {
            loop.observer.resumed(starting);
        }
        try {
            starting.run(loop);
        } finally {
            if (observed) {
                loop.tellEndOfStep(starting);
            }
            startsWithin--;
            startedHere = caller;
            endNested(outer);
        }
    }
}
