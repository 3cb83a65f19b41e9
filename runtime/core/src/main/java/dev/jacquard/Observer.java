package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.woven.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in a loop: all that looks at a running program hangs here, and the kernel knows none of it.
 *
 * <pre>
 *   started ──▶ resumed ──▶ awaits ──▶ suspended ──▶ resumed ──▶ ... ──▶ ended       of each task
 *               stepBegins                stepEnds                                     of each job around that
 * </pre>
 *
 * <p>Called on the loop's thread, except where it is said. Nothing may be thrown. What is told always costs little: a
 * loop's beginning and end, exceptions that nobody has seen yet. All else is told while the loop is
 * {@link BaseEventLoop#observed}, and what it takes is no part of the usual rounds: those are left, as with a
 * scheduler, when an observer comes.
 */
abstract class Observer {
    /** Nobody listens. */
    static final Observer NOBODY = new Several(List.of());

    /**
     * Whether some loop is observed, so that objects have to be asked whose they are. A plain field that is looked at
     * when an object is created.
     */
    static boolean listening = BaseEventLoop.DEBUG;

    private static int listeners;

    /** A loop is observed from now on, or no more. */
    static synchronized void listeners(int difference) {
        listeners += difference;
        listening = listeners > 0 || BaseEventLoop.DEBUG;
    }

    /** A coroutine is being made, in whatever loop. */
    static void tellCreated(Coroutine<?> coroutine) {
        BaseEventLoop loop = Current.runningLoop();
        if (loop != null && loop.observed) {
            loop.observer.created(coroutine);
        }
    }

    /** A future is being made. */
    static void tellCreated(Future<?> future) {
        BaseEventLoop loop = future.loop;
        if (loop.observed) {
            loop.observer.created(future);
        }
    }

    // ---- always ----------------------------------------------------------------------------------

    /** The loop begins to run, on this thread. */
    void loopBegins() {}

    /** The loop has ended to run. */
    void loopEnds() {}

    /** The loop is about to wait, unless this schedules something. */
    void aboutToWait() {}

    /** The loop is being closed: its tasks never end. */
    void closing() {}

    /** A future has failed, and nobody waits for it who will certainly see that. */
    void failed(Future<?> future, Failure failure) {}

    /** Somebody has seen the exception of a future that has {@link #failed}. */
    void retrieved(Future<?> future) {}

    // ---- while the loop is observed: tasks -------------------------------------------------------

    /**
     * A task was made; its first step comes later.
     *
     * @param by the task that has made it, or null
     */
    void started(Task<?> task, @Nullable Task<?> by) {}

    /** A step of the task begins: within that of another, if it is the first one of an eager task. */
    void resumed(Task<?> task) {}

    /** The step that is being done has come to a future that is pending: the task goes on when that is done. */
    void awaits(Task<?> task, Future<?> future) {}

    /** The step is done, and the task is not; if it {@link #awaits} nothing, it goes on in the next round. */
    void suspended(Task<?> task) {}

    /** The step is done, and so is the task: {@link Task#isDone}. */
    void ended(Task<?> task) {}

    /**
     * Something that is held by one task at a time is held by another.
     *
     * @param by which one, or null for none
     */
    void holderChanged(Object held, @Nullable Task<?> by) {}

    // ---- while the loop is observed: jobs --------------------------------------------------------

    /** A job is about to be run: a step, a timer, a callback. */
    void stepBegins(Job job) {}

    /** The job was run, or has thrown what leaves the loop. */
    void stepEnds(Job job) {}

    /**
     * The job has kept the loop for longer than {@link EventLoop#getSlowCallbackDuration}; told before
     * {@link #stepEnds} is over.
     *
     * @param nanos how long
     */
    void slow(Job job, long nanos) {}

    /**
     * What the loop is late: how long the round was that has ended, so how long something may have waited that became
     * ready in it.
     *
     * @param nanos of the loop's clock
     */
    void lagged(long nanos) {}

    /** The jobs of a round were run. */
    void roundEnds() {}

    // ---- while the loop is observed: objects -----------------------------------------------------

    /** A coroutine is being made, by the loop's thread: its fields are not set yet. */
    void created(Coroutine<?> coroutine) {}

    /** A future is being made: its fields are not set yet, but the loop. */
    void created(Future<?> future) {}

    // ---- several -----------------------------------------------------------------------------------

    /** This one, and then another one. */
    Observer and(Observer other) {
        return new Several(List.of(this, other));
    }

    /** This one without another one. */
    Observer without(Observer other) {
        return this == other ? NOBODY : this;
    }

    /** Observers, told in the order of coming. */
    private static final class Several extends Observer {
        private final List<Observer> all;

        Several(List<Observer> all) {
            this.all = all;
        }

        @Override
        Observer and(Observer other) {
            if (all.isEmpty()) {
                return other;
            }
            List<Observer> more = new ArrayList<>(all);
            more.add(other);
            return new Several(List.copyOf(more));
        }

        @Override
        Observer without(Observer other) {
            List<Observer> less = new ArrayList<>(all);
            less.remove(other);
            return less.size() == 1 ? less.get(0) : new Several(List.copyOf(less));
        }

        @Override
        void loopBegins() {
            for (Observer o : all) {
                o.loopBegins();
            }
        }

        @Override
        void loopEnds() {
            for (Observer o : all) {
                o.loopEnds();
            }
        }

        @Override
        void aboutToWait() {
            for (Observer o : all) {
                o.aboutToWait();
            }
        }

        @Override
        void closing() {
            for (Observer o : all) {
                o.closing();
            }
        }

        @Override
        void failed(Future<?> future, Failure failure) {
            for (Observer o : all) {
                o.failed(future, failure);
            }
        }

        @Override
        void retrieved(Future<?> future) {
            for (Observer o : all) {
                o.retrieved(future);
            }
        }

        @Override
        void started(Task<?> task, @Nullable Task<?> by) {
            for (Observer o : all) {
                o.started(task, by);
            }
        }

        @Override
        void resumed(Task<?> task) {
            for (Observer o : all) {
                o.resumed(task);
            }
        }

        @Override
        void awaits(Task<?> task, Future<?> future) {
            for (Observer o : all) {
                o.awaits(task, future);
            }
        }

        @Override
        void suspended(Task<?> task) {
            for (Observer o : all) {
                o.suspended(task);
            }
        }

        @Override
        void ended(Task<?> task) {
            for (Observer o : all) {
                o.ended(task);
            }
        }

        @Override
        void holderChanged(Object held, @Nullable Task<?> by) {
            for (Observer o : all) {
                o.holderChanged(held, by);
            }
        }

        @Override
        void stepBegins(Job job) {
            for (Observer o : all) {
                o.stepBegins(job);
            }
        }

        @Override
        void stepEnds(Job job) {
            for (Observer o : all) {
                o.stepEnds(job);
            }
        }

        @Override
        void slow(Job job, long nanos) {
            for (Observer o : all) {
                o.slow(job, nanos);
            }
        }

        @Override
        void lagged(long nanos) {
            for (Observer o : all) {
                o.lagged(nanos);
            }
        }

        @Override
        void roundEnds() {
            for (Observer o : all) {
                o.roundEnds();
            }
        }

        @Override
        void created(Coroutine<?> coroutine) {
            for (Observer o : all) {
                o.created(coroutine);
            }
        }

        @Override
        void created(Future<?> future) {
            for (Observer o : all) {
                o.created(future);
            }
        }
    }
}
