package dev.jacquard.benchmarks.limit;

import java.util.Arrays;

/** Ready queue (array chunks), timers (a 4-ary heap), rounds, all tasks. */
class Loop {
    private static final int CHUNK = 512;

    private static final class Chunk {
        final Job[] jobs = new Job[CHUNK];
        Chunk next;
    }

    private Chunk first = new Chunk();
    private Chunk last = first;
    private Chunk spare;
    private Job[] from = first.jobs;
    private Job[] to = from;
    private int head;
    private int tail;
    private int apart; // how many slots the first chunk begins before the last one

    private long[] due = new long[64];
    private long[] order = new long[64];
    private Job[] timer = new Job[64];
    private int timers;
    private long added;

    private boolean stopping;

    // frames of the suspension going on: innermost, and outermost so far
    Frame newest;
    Frame oldest;

    // all tasks that are not done, in the order of creation
    private Task firstTask;
    private Task lastTask;

    // ---- ready queue

    final void ready(Job j) {
        int t = tail;
        if (t == CHUNK) {
            nextTail();
            t = 0;
        }
        to[t] = j;
        tail = t + 1;
    }

    private void nextTail() {
        Chunk c = spare;
        if (c == null) {
            c = new Chunk();
        } else {
            spare = null;
        }
        last.next = c;
        last = c;
        to = c.jobs;
        apart += CHUNK;
    }

    private void nextHead() {
        Chunk c = first.next;
        first.next = null;
        spare = first;
        first = c;
        from = c.jobs;
        head = 0;
        apart -= CHUNK;
    }

    // ---- running

    /** asyncio.run. */
    final Object run(Frame start) {
        Task main = new Task(this, start);
        main.addCallback(new Job() {
            @Override
            void run() {
                stopping = true;
            }
        });
        do {
            int n = apart + tail - head;
            if (n == 0 || timers != 0) {
                n = beginRound();
            }
            for (; n > 0; n--) {
                int h = head;
                if (h == CHUNK) {
                    nextHead();
                    h = 0;
                }
                Job[] f = from;
                Job j = f[h];
                f[h] = null;
                head = h + 1;
                j.run();
            }
        } while (!stopping);
        stopping = false;
        return main.get();
    }

    private int beginRound() {
        if (apart + tail == head) {
            while (timers > 0 && timer[0].isDropped()) {
                popTimer();
            }
            if (timers == 0) {
                throw new IllegalStateException("stuck, with tasks: " + count());
            }
            waitUntil(due[0]);
        }
        long now = nanos();
        while (timers > 0 && due[0] <= now) {
            Job j = popTimer();
            if (!j.isDropped()) {
                ready(j);
            }
        }
        return apart + tail - head;
    }

    long nanos() {
        return System.nanoTime();
    }

    void waitUntil(long nanos) {
        long wait = nanos - System.nanoTime();
        if (wait > 0) {
            try {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    // ---- timers

    final void at(long when, Job j) {
        int i = timers;
        if (i == due.length) {
            due = Arrays.copyOf(due, i * 2);
            order = Arrays.copyOf(order, i * 2);
            timer = Arrays.copyOf(timer, i * 2);
        }
        timers = i + 1;
        while (i > 0) {
            int p = (i - 1) >> 2;
            if (due[p] <= when) { // it is the last added
                break;
            }
            due[i] = due[p];
            order[i] = order[p];
            timer[i] = timer[p];
            i = p;
        }
        due[i] = when;
        order[i] = added++;
        timer[i] = j;
    }

    private Job popTimer() {
        Job top = timer[0];
        int n = --timers;
        long d = due[n];
        long o = order[n];
        Job j = timer[n];
        timer[n] = null;
        if (n == 0) {
            return top;
        }
        int i = 0;
        for (; ; ) {
            int c = (i << 2) + 1;
            if (c >= n) {
                break;
            }
            int best = c;
            int end = Math.min(c + 4, n);
            for (int k = c + 1; k < end; k++) {
                if (due[k] < due[best] || (due[k] == due[best] && order[k] < order[best])) {
                    best = k;
                }
            }
            if (due[best] > d || (due[best] == d && order[best] > o)) {
                break;
            }
            due[i] = due[best];
            order[i] = order[best];
            timer[i] = timer[best];
            i = best;
        }
        due[i] = d;
        order[i] = o;
        timer[i] = j;
        return top;
    }

    // ---- all tasks

    final void add(Task t) {
        Task l = lastTask;
        if (l == null) {
            firstTask = t;
        } else {
            l.next = t;
            t.previous = l;
        }
        lastTask = t;
    }

    private int count() {
        int n = 0;
        for (Task t = firstTask; t != null; t = t.next) {
            n++;
        }
        return n;
    }

    final void remove(Task t) {
        Task p = t.previous;
        Task n = t.next;
        if (p == null) {
            firstTask = n;
        } else {
            p.next = n;
        }
        if (n == null) {
            lastTask = p;
        } else {
            n.previous = p;
        }
        t.previous = null;
        t.next = null;
    }
}
