package dev.jacquard.loop;

/**
 * Something that the ready queue can run: the one thing a loop knows about tasks, callbacks and
 * timers.
 *
 * <p>An abstract class and not {@link Runnable}, so that a task, which is a job, does not show a
 * public {@code run()} to its users.
 */
public abstract class Job {
    /** For the subclasses of the runtime. */
    protected Job() {}

    /**
     * Does one step of work, on the loop's thread.
     *
     * @param on the loop that runs it: what is reached through it does not wait for the job's
     *     fields
     */
    protected abstract void run(JobLoop on);

    /**
     * {@link #run}, for the loop.
     *
     * @return whether it was a plain step, that of a task which has only yielded
     */
    protected boolean step(JobLoop on) {
        run(on);
        return false;
    }

    /**
     * Tells that it will never run: its loop was closed before. On the closing thread, after the
     * loop has been marked as closed.
     */
    protected void discarded() {}

    /** What it is, for who chooses the next one. */
    protected JobKind kind() {
        return JobKind.CALLBACK;
    }

    /** Whether a timer that fires this job is to be passed over. */
    protected boolean isDropped() {
        return false;
    }
}
