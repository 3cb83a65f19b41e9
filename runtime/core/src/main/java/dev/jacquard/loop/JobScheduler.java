package dev.jacquard.loop;

/**
 * Says which one of the ready jobs a loop runs next: the seam for tests that explore schedules.
 *
 * <p>Asked before each job, on the loop's thread. A loop without one runs the first.
 */
public interface JobScheduler {
    /**
     * Chooses the next job. What it throws leaves the loop.
     *
     * @param loop what is ready there: {@link JobLoop#readyCount}, which is at least 1, and {@link JobLoop#readyJob}
     * @return the number of the job; 0 is the first, that has been ready longest
     */
    int choose(JobLoop loop);
}
