package dev.jacquard.loop;

import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that are ready, first in, first out; for one thread.
 *
 * <p>A ring whose length is a power of two. Positions count up for ever (and may overflow), so that the end of a round
 * is just a position, and an index is the position's lower bits, which the JIT knows to be in bounds.
 *
 * <p>The job that was taken last stays in its slot until the next one is taken: so it is known which one is running,
 * and nobody has to store that.
 *
 * <p>In a rush more rings of the greatest length follow the first: jobs are put into the last and taken from the first.
 * A single array that holds them all would be so large that the collector takes it for an old object, and each job that
 * is stored there costs a memory fence.
 *
 * <p>The loop's superclass and not a field of it, for its fields are read at every step.
 */
abstract class ReadyQueue {
    private static final int LEAST = 64;
    private static final int MOST = 1 << 13;

    /** Stands in the slot before the first job while none is running. */
    private static final Job NONE = new Job() {
        @Override
        protected void run(JobLoop on) {
            throw new AssertionError("no job");
        }
    };

    private @Nullable Job[] from = empty(); // holds the first one
    private @Nullable Job[] to = from; // holds the last one; most often the same
    private int head; // position of the first one
    private int tail; // position after the last one

    /** Those after {@link #from}, up to {@link #to}; null before the first rush. */
    private @Nullable ArrayDeque<@Nullable Job[]> later;

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

    /** The position of the first job. */
    final int takenUpTo() {
        return head;
    }

    /** Whether all jobs before a position, which {@link #endOfReady} gave, were taken. */
    final boolean isTakenUpTo(int position) {
        return head == position;
    }

    /** Puts a job at the end. */
    final void addReady(Job job) {
        int t = tail;
        @Nullable Job[] a = to;
        if (a[t & (a.length - 1)] != null) { // it is full: most often that is the running job
            a = a.length < MOST ? grow() : append();
        }
        a[t & (a.length - 1)] = job;
        tail = t + 1;
    }

    /** Takes the first job; there must be one. */
    final Job takeReady() {
        return takeReadyAt(head);
    }

    /**
     * Takes the first job.
     *
     * @param h its position, which who takes one after the other need not read each time
     */
    final Job takeReadyAt(int h) {
        @Nullable Job[] a = from;
        Job job = a[h & (a.length - 1)];
        if (job == null) {
            return takeFromNext(h);
        }
        a[(h - 1) & (a.length - 1)] = null;
        head = h + 1;
        return job;
    }

    private Job takeFromNext(int h) {
        @Nullable Job[] a = later == null ? null : later.poll();
        Job job = a == null ? null : a[h & (a.length - 1)];
        if (a == null || job == null) {
            throw new IllegalStateException("The ready queue is empty, or was used by two threads at once.");
        }
        from = a; // the slot before may be that of its last job
        head = h + 1;
        return job;
    }

    /** How many there are. */
    final int ready() {
        return tail - head;
    }

    /** How many {@link #ready(int)} knows: all, or in a rush those of the first ring. */
    final int readyAtOnce() {
        if (from == to) {
            return tail - head;
        }
        int n = 0;
        int most = from.length - 1; // the running job has a slot too
        while (n < most && from[(head + n) & (from.length - 1)] != null) {
            n++;
        }
        return Math.max(n, 1); // none: then the first one is the first of the next ring
    }

    /** The nth job, the first one is number 0. */
    final Job ready(int nth) {
        Objects.checkIndex(nth, tail - head);
        @Nullable Job[] a = from;
        if (a[head & (a.length - 1)] == null) {
            a = Objects.requireNonNull(Objects.requireNonNull(later).peek());
        }
        return Objects.requireNonNull(a[(head + nth) & (a.length - 1)]);
    }

    /** Takes the nth job; the others keep their order. */
    final Job takeReady(int nth) {
        if (nth != 0) {
            Job job = ready(nth);
            @Nullable Job[] a = from;
            for (int i = head + nth; i != head; i--) {
                a[i & (a.length - 1)] = a[(i - 1) & (a.length - 1)];
            }
            a[head & (a.length - 1)] = job;
        }
        return takeReady();
    }

    /** The job that was taken last, or null after {@link #rest}. */
    final @Nullable Job running() {
        @Nullable Job[] a = from;
        Job job = a[(head - 1) & (a.length - 1)];
        return job == NONE ? null : job;
    }

    /** No job is running. */
    final void rest() {
        from[(head - 1) & (from.length - 1)] = NONE;
    }

    private @Nullable Job[] empty() {
        @Nullable Job[] a = new Job[LEAST];
        a[(head - 1) & (LEAST - 1)] = NONE;
        return a;
    }

    /** Of the only ring. */
    private @Nullable Job[] grow() {
        @Nullable Job[] before = from;
        int length = before.length;
        @Nullable Job[] a = new Job[length * 2];
        int first = (head - 1) & (length - 1);
        int at = (head - 1) & (a.length - 1);
        // it is full: first those up to the end of the old array, then those from its beginning
        System.arraycopy(before, first, a, at, length - first);
        System.arraycopy(before, 0, a, (at + length - first) & (a.length - 1), first);
        from = a;
        to = a;
        return a;
    }

    /** The next position is the first that the new ring holds. */
    private @Nullable Job[] append() {
        @Nullable Job[] a = new Job[MOST];
        if (later == null) {
            later = new ArrayDeque<>();
        }
        later.add(a);
        to = a;
        return a;
    }
}
