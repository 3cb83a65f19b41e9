package dev.jacquard.loop;

/**
 * Something that the ready queue can run: the one thing a loop knows about tasks, callbacks and timers.
 *
 * <p>An abstract class and not {@link Runnable}, so that a task, which is a job, does not show a public {@code run()}
 * to its users.
 */
public abstract class Job {
    /** Of a step: it is done, and the job is ready again. */
    protected static final int NOTHING = 0;

    /** Of a step: it was not begun. */
    protected static final int ALL = 1;

    /** For the subclasses of the runtime. */
    protected Job() {}

    /**
     * Does one step of work, on the loop's thread.
     *
     * @param on the loop that runs it: what is reached through it does not wait for the job's fields
     */
    protected abstract void run(JobLoop on);

    /**
     * {@link #run}, as far as it is that of a task which only yields. What is more is left to {@link #runRest}, and is
     * no part of this, so that the JIT makes one small piece of this and of the loop.
     *
     * @return what is left: {@link #NOTHING} or a number for {@link #runRest}
     */
    protected int step(JobLoop on) {
        return ALL;
    }

    /**
     * Runs what {@link #step} has left.
     *
     * @param left what it has returned
     */
    protected void runRest(JobLoop on, int left) {
        run(on);
    }

    /**
     * Tells that it will never run: its loop was closed before. On the closing thread, after the loop has been marked
     * as closed.
     */
    protected void discarded() {}

    /** What it is, for whatever chooses the next one. */
    protected JobKind kind() {
        return JobKind.CALLBACK;
    }

    /** Whether a timer that fires this job is to be passed over. */
    protected boolean isDropped() {
        return false;
    }
}
