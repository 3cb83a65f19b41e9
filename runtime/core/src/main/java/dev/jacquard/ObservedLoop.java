package dev.jacquard;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.Poller;
import org.jspecify.annotations.Nullable;

/** A loop that tells its {@link Observer} of rounds, steps, and the tasks that they are of. */
abstract class ObservedLoop extends JobLoop {
    private static final long NO_ROUND = Long.MIN_VALUE;

    /** Who is told what happens; of steps and of what is created only while {@link #observed}. */
    Observer observer = Observer.NOBODY;

    /** Whether debug mode is on, or somebody else wants to be told of all. */
    boolean observed;

    private int observers;
    private @Nullable Task<?> observedStep;
    private long roundBegan = NO_ROUND;

    ObservedLoop(Clock clock, Poller poller) {
        super(clock, poller);
    }

    /** From now on this one, too, is told all. On the loop's thread, or while it does not run. */
    final void observe(Observer added) {
        observer = observer.and(added);
        observers++;
        tellOrNot();
    }

    /** Takes back {@link #observe}. */
    final void ignore(Observer removed) {
        observer = observer.without(removed);
        observers--;
        tellOrNot();
    }

    /** To be called when debug mode is switched, too. */
    final void tellOrNot() {
        boolean on = debug || observers > 0;
        if (on != observed) {
            observed = on;
            observed(on);
            Observer.listeners(on ? 1 : -1);
            observationChanged();
        }
    }

    /** It is {@link #observed} from now on, or no more. */
    abstract void observationChanged();

    @Override
    protected void stepBegins(Job job) {
        if (roundBegan == NO_ROUND) {
            roundBegan = nanos();
        }
        observer.stepBegins(job);
        // a task that is done is run as a job too, to tell a gathering future
        Task<?> task = job instanceof Task<?> t && t.state == Future.PENDING ? t : null;
        observedStep = task;
        if (task != null) {
            observer.resumed(task);
        }
    }

    @Override
    protected void stepEnds(Job job) {
        Task<?> task = observedStep;
        if (task != null) {
            observedStep = null;
            tellEndOfStep(task);
        }
        observer.stepEnds(job);
    }

    /** A step of the task is done. */
    final void tellEndOfStep(Task<?> task) {
        if (task.state != Future.PENDING) {
            observer.ended(task);
            return;
        }
        for (Future<?> awaited : task.dependsOn()) {
            observer.awaits(task, awaited);
        }
        observer.suspended(task);
    }

    @Override
    protected void roundEnds() {
        if (roundBegan != NO_ROUND) {
            long took = nanos() - roundBegan;
            roundBegan = NO_ROUND;
            observer.lagged(took);
        }
        observer.roundEnds();
    }

    @Override
    protected void aboutToWait() {
        observer.aboutToWait();
    }
}
