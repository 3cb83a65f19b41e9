package dev.jacquard.loop;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs, round by round, on one thread.
 *
 * <pre>
 *   a round:  nothing ready? wait, for a timer or for something from outside
 *             timers whose time has come go to the end of the ready queue
 *             exactly the jobs that are ready now are run; what they schedule runs in the next round
 * </pre>
 *
 * <p>A round in which jobs are ready costs a look at one volatile flag and at the number of timers.
 */
public abstract class JobLoop {
    private static final long SLOW_NANOS = 100_000_000;

    private final ReadyQueue ready = new ReadyQueue();
    private final TimerHeap timers = new TimerHeap();
    private final Clock clock;
    private final Poller poller;
    private final boolean polls;
    private final ConcurrentLinkedQueue<Job> inbox = new ConcurrentLinkedQueue<>();
    private volatile boolean posted;
    private boolean stopping;
    private int outsideWork;
    private int outsideHope;

    /** The thread on which the loop runs, or null. */
    private volatile @Nullable Thread thread;

    /** Debug mode: checks threads and times jobs. */
    protected boolean debug;

    /** Whether each round has more to do than running jobs. */
    private boolean special;

    /** A loop on a clock and a poller. */
    protected JobLoop(Clock clock, Poller poller) {
        this.clock = clock;
        this.poller = poller;
        this.polls = poller.hasEvents();
        this.special = polls;
    }

    /** Switches debug mode. */
    protected final void debug(boolean on) {
        debug = on;
        special = polls || on;
    }

    // ---- scheduling --------------------------------------------------------------------------

    /** Runs the job in the next round; on the loop's thread only. */
    public final void schedule(Job job) {
        if (debug) {
            checkThread();
        }
        ready.add(job);
    }

    /** Runs the job at a time of the loop's clock, in nanoseconds; on the loop's thread only. */
    public final void scheduleAt(long nanos, Job job) {
        if (debug) {
            checkThread();
        }
        timers.add(nanos, job);
    }

    /** Like {@link #schedule}, from any thread. */
    public final void post(Job job) {
        if (isOnThread()) {
            ready.add(job); // in order with what is scheduled here
            return;
        }
        inbox.add(job);
        posted = true;
        poller.wakeup();
    }

    /** To be called when a scheduled timer is cancelled. */
    public final void noteDropped() {
        timers.noteDropped();
    }

    /** The loop's time in nanoseconds. */
    public final long nanos() {
        return clock.nanos();
    }

    /** Some work outside will certainly post its result: until then, virtual time stands still. */
    public final void outsideWork(int difference) {
        outsideWork += difference;
    }

    /**
     * Something outside may post: as long as it can, a loop with nothing to do waits and is no
     * deadlock.
     */
    public final void outsideHope(int difference) {
        outsideHope += difference;
    }

    // ---- running -----------------------------------------------------------------------------

    /** Runs rounds on this thread until {@link #stopAfterRound}. */
    protected final void runRounds() {
        thread = Thread.currentThread();
        try {
            do {
                // one loop in one method, so that the JIT compiles a step as one piece
                int n = ready.size();
                if (n == 0 || posted || special || !timers.isEmpty()) {
                    n = beginRound();
                }
                for (; n > 0; n--) {
                    ready.take().run(this);
                }
            } while (!stopping);
        } finally {
            stopping = false;
            thread = null;
        }
    }

    /** The round that is running, or the first one to come, is the last. */
    protected final void stopAfterRound() {
        stopping = true;
    }

    /** Takes in what comes from outside and from timers; how many jobs are to be run. */
    private int beginRound() {
        if (posted) {
            takePosted();
        }
        if (polls || !timers.isEmpty() || ready.isEmpty()) {
            pollAndFire();
        }
        int n = ready.size();
        if (debug) {
            runTimed(n);
            return 0;
        }
        return n;
    }

    private void takePosted() {
        posted = false;
        for (Job job = inbox.poll(); job != null; job = inbox.poll()) {
            ready.add(job);
        }
    }

    private void pollAndFire() {
        if (ready.isEmpty() && !stopping) {
            waitForSomething();
        } else if (polls) {
            poller.poll(0);
        }
        if (posted) {
            takePosted();
        }
        if (!timers.isEmpty()) {
            timers.fire(clock.nanos(), ready);
        }
    }

    private void waitForSomething() {
        long next = timers.next();
        if (clock.isVirtual() && outsideWork == 0) {
            if (next != Long.MAX_VALUE) {
                if (polls) {
                    poller.poll(0);
                }
                if (ready.isEmpty() && !posted) {
                    clock.jumpTo(next);
                }
                return;
            }
            if (outsideHope == 0 && !polls) {
                throw deadlock();
            }
        }
        long timeout = -1;
        if (next != Long.MAX_VALUE && !clock.isVirtual()) {
            timeout = next - clock.nanos();
            if (timeout <= 0) {
                if (polls) {
                    poller.poll(0);
                }
                return;
            }
        }
        if (Thread.interrupted()) {
            throw interrupted();
        }
        poller.poll(timeout);
        if (Thread.interrupted()) { // or parking would return at once, for ever
            throw interrupted();
        }
    }

    private void runTimed(int jobs) {
        for (int n = jobs; n > 0; n--) {
            Job job = ready.take();
            long start = System.nanoTime();
            job.run(this);
            long took = System.nanoTime() - start;
            if (took >= SLOW_NANOS) {
                slow(job, took);
            }
        }
    }

    /** Debug mode: a job has kept the loop for long. */
    protected abstract void slow(Job job, long nanos);

    /** What to throw when virtual time is used and nothing can happen any more. */
    protected abstract RuntimeException deadlock();

    /** What to throw when the loop's thread was interrupted while it waited. */
    protected abstract Error interrupted();

    /** Forgets all that is scheduled. */
    protected final void clear() {
        while (!ready.isEmpty()) {
            ready.take();
        }
        timers.fire(Long.MAX_VALUE, ready);
        while (!ready.isEmpty()) {
            ready.take();
        }
        inbox.clear();
        poller.close();
    }

    // ---- threads -----------------------------------------------------------------------------

    /** Whether rounds are running. */
    public final boolean isRunning() {
        return thread != null;
    }

    /** Whether the loop runs on the calling thread. */
    protected final boolean isOnThread() {
        return thread == Thread.currentThread();
    }

    /** Throws if the loop runs on another thread. */
    protected final void checkThread() {
        Thread t = thread;
        if (t != null && t != Thread.currentThread()) {
            throw new IllegalStateException(
                    this
                            + " runs on thread \""
                            + t.getName()
                            + "\" but was used from thread \""
                            + Thread.currentThread().getName()
                            + "\". Use callSoonThreadSafe or runCoroutineThreadSafe there.");
        }
    }
}
