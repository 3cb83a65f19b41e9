package dev.jacquard.loop;

import org.jspecify.annotations.Nullable;

/**
 * The jobs that are ready, first in, first out; for one thread.
 *
 * <p>A list of array chunks: a million ready jobs need neither copying nor an array that is
 * humongous to the garbage collector, and a few need one chunk and a spare.
 */
public final class ReadyQueue {
    private static final int CHUNK = 512;

    private static final class Chunk {
        final @Nullable Job[] jobs = new Job[CHUNK];
        @Nullable Chunk next;
    }

    private Chunk first = new Chunk();
    private Chunk last = first;
    private @Nullable Chunk spare;
    private @Nullable Job[] from = first.jobs;
    private @Nullable Job[] to = from;
    private int head; // in from
    private int tail; // in to
    private int apart; // how many slots the first chunk begins before the last one

    /** An empty queue. */
    public ReadyQueue() {}

    /** How many jobs are there. */
    public int size() {
        return apart + tail - head;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** Puts a job at the end. */
    public void add(Job job) {
        int t = tail;
        if (t == CHUNK) {
            addChunk();
            t = 0;
        }
        to[t] = job;
        tail = t + 1;
    }

    /** Takes the first job; there must be one. */
    public Job take() {
        int h = head;
        if (h == CHUNK) {
            dropChunk();
            h = 0;
        }
        Job job = from[h];
        if (job == null) {
            throw new IllegalStateException(
                    "The ready queue is empty, or was used by two threads at once.");
        }
        from[h] = null;
        head = h + 1;
        return job;
    }

    private void addChunk() {
        Chunk chunk = spare;
        if (chunk == null) {
            chunk = new Chunk();
        } else {
            spare = null;
        }
        last.next = chunk;
        last = chunk;
        to = chunk.jobs;
        apart += CHUNK;
    }

    private void dropChunk() {
        Chunk chunk = first.next;
        if (chunk == null) {
            throw new IllegalStateException("The ready queue is empty.");
        }
        first.next = null;
        spare = first;
        first = chunk;
        from = chunk.jobs;
        head = 0;
        apart -= CHUNK;
    }
}
