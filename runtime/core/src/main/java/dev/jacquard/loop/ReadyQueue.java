package dev.jacquard.loop;

import org.jspecify.annotations.Nullable;

/**
 * The jobs that are ready, first in, first out; for one thread.
 *
 * <p>A ring whose length is a power of two. Positions count up for ever (and may overflow), so that
 * the end of a round is just a position, and an index is the position's lower bits, which the JIT
 * knows to be in bounds.
 *
 * <p>The job that was taken last stays in its slot until the next one is taken: so it is known
 * which one is running, and nobody has to store that.
 *
 * <p>The loop's superclass and not a field of it, for its three fields are read at every step.
 */
abstract class ReadyQueue {
    private static final int LEAST = 64;
    private static final int LARGE = 1 << 14;

    /** Stands in the slot before the first job while none is running. */
    private static final Job NONE =
            new Job() {
                @Override
                protected void run(JobLoop on) {
                    throw new AssertionError("no job");
                }
            };

    private @Nullable Job[] jobs = empty();
    private int head; // position of the first one
    private int tail; // position after the last one

    /** An empty queue. */
    ReadyQueue() {}

    /** Whether there is none. */
    final boolean nothingReady() {
        return head == tail;
    }

    /** The position at which the next job will be put. */
    final int endOfReady() {
        return tail;
    }

    /** Whether all jobs before a position, which {@link #endOfReady} gave, were taken. */
    final boolean isTakenUpTo(int position) {
        return head == position;
    }

    /** Puts a job at the end. */
    final void addReady(Job job) {
        int t = tail;
        @Nullable Job[] a = jobs;
        if (a[t & (a.length - 1)] != null) { // it is full: that is the job which is running
            a = grow();
        }
        a[t & (a.length - 1)] = job;
        tail = t + 1;
    }

    /** Takes the first job; there must be one. */
    final Job takeReady() {
        int h = head;
        @Nullable Job[] a = jobs;
        Job job = a[h & (a.length - 1)];
        if (job == null) {
            throw new IllegalStateException(
                    "The ready queue is empty, or was used by two threads at once.");
        }
        a[(h - 1) & (a.length - 1)] = null;
        head = h + 1;
        return job;
    }

    /** The job that was taken last, or null after {@link #rest}. */
    final @Nullable Job running() {
        @Nullable Job[] a = jobs;
        Job job = a[(head - 1) & (a.length - 1)];
        return job == NONE ? null : job;
    }

    /** No job is running; gives back the space of a rush, if all were taken. */
    final void rest() {
        if (jobs.length > LARGE && nothingReady()) {
            jobs = empty();
        }
        jobs[(head - 1) & (jobs.length - 1)] = NONE;
    }

    private @Nullable Job[] empty() {
        @Nullable Job[] a = new Job[LEAST];
        a[(head - 1) & (LEAST - 1)] = NONE;
        return a;
    }

    private @Nullable Job[] grow() {
        @Nullable Job[] before = jobs;
        int length = before.length;
        if (length == 1 << 30) {
            throw new OutOfMemoryError("More than a thousand million jobs are ready");
        }
        @Nullable Job[] a = new Job[length * 2];
        int first = (head - 1) & (length - 1);
        int from = (head - 1) & (a.length - 1);
        // it is full: first those up to the end of the old array, then those from its beginning
        System.arraycopy(before, first, a, from, length - first);
        System.arraycopy(before, 0, a, (from + length - first) & (a.length - 1), first);
        jobs = a;
        return a;
    }
}
