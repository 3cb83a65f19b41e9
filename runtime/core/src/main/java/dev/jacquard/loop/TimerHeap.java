package dev.jacquard.loop;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Timers by time, and by the order in which they were added where the times are equal; for one thread.
 *
 * <p>A 4-ary heap over parallel arrays: a timer costs no object, and comparing touches only the times. A cancelled
 * timer ({@link Job#isDropped}) stays until it comes to the top, or until more than half are cancelled.
 */
public final class TimerHeap {
    private static final int MIN_SWEEP = 64;

    private long[] when = new long[16];
    private long[] order = new long[16];
    private @Nullable Job[] jobs = new Job[16];
    private int size;
    private int dropped;
    private long added;

    /** An empty heap. */
    public TimerHeap() {}

    /** Whether there is no timer, the cancelled ones counted too. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** How many timers are there, the cancelled ones counted too. */
    public int size() {
        return size;
    }

    /** Adds a timer that fires at a time in nanoseconds. */
    public void add(long time, Job job) {
        int n = size;
        if (n == when.length) {
            int length = n * 2;
            when = Arrays.copyOf(when, length);
            order = Arrays.copyOf(order, length);
            jobs = Arrays.copyOf(jobs, length);
        }
        size = n + 1;
        up(n, time, added++, job);
    }

    /** To be called when a job that is (most likely) here has become dropped. */
    public void noteDropped() {
        if (++dropped > MIN_SWEEP && dropped > size / 2) {
            sweep();
        }
    }

    /**
     * The time of the first timer that is not cancelled.
     *
     * @return nanoseconds, or {@link Long#MAX_VALUE} if there is none (then the heap is empty)
     */
    public long next() {
        while (size > 0) {
            Job job = jobs[0];
            if (job != null && !job.isDropped()) {
                return when[0];
            }
            removeFirst();
            if (dropped > 0) {
                dropped--;
            }
        }
        return Long.MAX_VALUE;
    }

    /** Moves all timers whose time has come to the end of a queue. */
    void fire(long now, ReadyQueue ready) {
        while (size > 0 && when[0] <= now) {
            Job job = removeFirst();
            if (!job.isDropped()) {
                ready.addReady(job);
            } else if (dropped > 0) {
                dropped--;
            }
        }
    }

    /** Shows all timers with their times, the cancelled ones too; in no order. */
    public void forEach(ObjLongConsumer<Job> action) {
        for (int i = 0; i < size; i++) {
            Job job = jobs[i];
            if (job != null) {
                action.accept(job, when[i]);
            }
        }
    }

    private Job removeFirst() {
        Job first = jobs[0];
        int n = --size;
        Job job = jobs[n];
        jobs[n] = null;
        if (first == null || job == null) {
            throw new IllegalStateException("The timers were used by two threads at once.");
        }
        if (n > 0) {
            down(0, when[n], order[n], job);
        }
        return first;
    }

    private void up(int start, long time, long nth, Job job) {
        int i = start;
        while (i > 0) {
            int p = (i - 1) >> 2;
            if (when[p] < time || (when[p] == time && order[p] < nth)) {
                break;
            }
            when[i] = when[p];
            order[i] = order[p];
            jobs[i] = jobs[p];
            i = p;
        }
        when[i] = time;
        order[i] = nth;
        jobs[i] = job;
    }

    private void down(int start, long time, long nth, Job job) {
        int n = size;
        int i = start;
        for (; ; ) {
            int child = (i << 2) + 1;
            if (child >= n) {
                break;
            }
            int best = child;
            int end = Math.min(child + 4, n);
            for (int k = child + 1; k < end; k++) {
                if (when[k] < when[best] || (when[k] == when[best] && order[k] < order[best])) {
                    best = k;
                }
            }
            if (when[best] > time || (when[best] == time && order[best] > nth)) {
                break;
            }
            when[i] = when[best];
            order[i] = order[best];
            jobs[i] = jobs[best];
            i = best;
        }
        when[i] = time;
        order[i] = nth;
        jobs[i] = job;
    }

    private void sweep() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Job job = jobs[i];
            if (job != null && !job.isDropped()) {
                when[kept] = when[i];
                order[kept] = order[i];
                jobs[kept] = job;
                kept++;
            }
        }
        Arrays.fill(jobs, kept, size, null);
        size = kept;
        dropped = 0;
        for (int i = (kept - 2) >> 2; i >= 0; i--) {
            Job job = jobs[i];
            if (job != null) {
                down(i, when[i], order[i], job);
            }
        }
    }
}
