package dev.jacquard.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
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
 * <p>A round in which jobs are ready costs a look at two flags.
 */
public abstract class JobLoop extends Outside {
    private static final VarHandle ATTENTION;

    static {
        try {
            ATTENTION = MethodHandles.lookup().findVarHandle(JobLoop.class, "attention", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Whether a round has to look for more than ready jobs: what was posted, timers, events, stop, debug mode. Any
     * thread sets it, after what it wants to be found; the loop's clears it, before it looks. Each round reads it
     * opaquely only, so that the JIT may keep what it knows.
     */
    @SuppressWarnings("UnusedVariable") // read by way of the handle
    private volatile boolean attention;

    private volatile boolean closed;
    boolean stopping;

    /** The round that was to be the last one was run while polling. */
    private boolean stoppedInPoll;

    /** The thread on which the loop runs, or null. */
    private volatile @Nullable Thread thread;

    /** Debug mode: checks threads and times jobs. */
    protected boolean debug;

    /** Who says which job is next; null: the first one. */
    private @Nullable JobScheduler scheduler;

    /** Whether somebody is told of each step though debug mode may be off. */
    private boolean observed;

    /** Whether rounds are not of the usual kind: debug mode, an observer, or a scheduler. */
    private boolean special;

    /** A loop on a clock and a poller. */
    protected JobLoop(Clock clock, Poller poller) {
        super(clock, poller);
        this.attention = polls;
    }

    /** Switches debug mode. */
    protected final void debug(boolean on) {
        debug = on;
        roundsChanged();
    }

    /** From the next round on, steps and rounds are told as in debug mode; or no more. */
    protected final void observed(boolean on) {
        observed = on;
        roundsChanged();
    }

    private void roundsChanged() {
        special = debug || observed || scheduler != null;
        attention = true;
    }

    /** From the next round on, another one than the first may be next. */
    protected final void scheduler(@Nullable JobScheduler scheduler) {
        this.scheduler = scheduler;
        roundsChanged();
    }

    /**
     * The loop's poller, if it is of this type. Else, if the loop has only parked so far, a new one takes its place: so
     * a loop pays for I/O from its first I/O on. On the loop's thread only, if it is running.
     *
     * <p>No wake-up is lost: who posts writes to the inbox before it reads which poller to wake, and the loop looks
     * into the inbox before it waits with the new one.
     *
     * @throws IllegalStateException if it has another poller already, or is closed
     */
    public final <P extends Poller> P pollWith(Class<P> type, Supplier<? extends P> made) {
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(made, "made is null");
        checkThread();
        checkOpen();
        Poller now = poller;
        if (type.isInstance(now)) {
            return type.cast(now);
        }
        if (!(now instanceof ParkPoller)) {
            throw new IllegalStateException(
                    this + " already polls with " + now + ", so it cannot with a " + type.getName());
        }
        P next = Objects.requireNonNull(made.get(), "the poller that was made");
        poller = next;
        polls = next.hasEvents();
        attention = true;
        return next;
    }

    // ---- scheduling --------------------------------------------------------------------------

    /** Runs the job in the next round; on the loop's thread only. */
    public final void schedule(Job job) {
        if (debug) {
            checkThread();
        }
        addReady(job);
    }

    /** Runs the job in the next round, without a check of the thread: for a job that the loop is running. */
    public final void scheduleHere(Job job) {
        addReady(job);
    }

    /** Runs the job at a time of the loop's clock, in nanoseconds; on the loop's thread only. */
    public final void scheduleAt(long nanos, Job job) {
        if (debug) {
            checkThread();
        }
        timers.add(nanos, job);
        attention = true;
    }

    /**
     * Like {@link #schedule}, from any thread.
     *
     * @throws IllegalStateException if the loop is closed
     */
    public final void post(Job job) {
        if (!offer(job)) {
            throw closedAlready();
        }
    }

    /**
     * {@link #post} for those who have nobody to tell.
     *
     * <p>Nothing vanishes when this races with the loop's closing: each side writes before it reads what the other
     * writes, so that the job is taken back here, or {@link Job#discarded} there.
     *
     * @return false if the loop is closed; then the job will not run
     */
    public final boolean offer(Job job) {
        if (isOnThread()) {
            addReady(job); // in order with what is scheduled here
            return true;
        }
        inbox.add(job);
        if (closed) {
            return !inbox.remove(job); // if it is gone, the closing thread has told it
        }
        attention = true;
        poller.wakeup();
        return true;
    }

    /** To be called when a scheduled timer is cancelled. */
    public final void noteDropped() {
        timers.noteDropped();
    }

    /** The loop's time in nanoseconds. */
    public final long nanos() {
        return clock.nanos();
    }

    /** Whether time passes only when nothing is ready: see {@link Clock#isVirtual}. */
    public final boolean hasVirtualTime() {
        return clock.isVirtual();
    }

    /** Some work outside will certainly post its result: until then, virtual time stands still. */
    public final void outsideWork(int difference) {
        outsideWork += difference;
    }

    /** Something outside may post: as long as it can, a loop with nothing to do waits and is no deadlock. */
    public final void outsideHope(int difference) {
        outsideHope += difference;
    }

    /** How many jobs may be chosen from. For a {@link JobScheduler}. */
    public final int readyCount() {
        return readyAtOnce();
    }

    /**
     * A job that is ready. For a {@link JobScheduler}.
     *
     * @param nth which one: 0 is the first, that has been ready longest
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public final Job readyJob(int nth) {
        return ready(nth);
    }

    /** What kind of job {@link #readyJob} is. */
    public final JobKind readyKind(int nth) {
        return ready(nth).kind();
    }

    /** Shows all timers, the cancelled ones too, with their times; in no order. */
    protected final void forEachTimer(ObjLongConsumer<Job> action) {
        timers.forEach(action);
    }

    // ---- running -----------------------------------------------------------------------------

    /** Runs rounds on this thread until {@link #stopAfterRound}; one, if that was called before. */
    protected final void runRounds() {
        thread = Thread.currentThread();
        attention = true; // an exception may have left the last run before all was looked at
        try {
            if (stopping) {
                beginRound();
                runLastRound();
            } else {
                runUntilStopped();
            }
        } finally {
            rest();
            stopping = false;
            stoppedInPoll = false;
            thread = null;
        }
    }

    /** The job that is running, or null between jobs. */
    protected final @Nullable Job runningJob() {
        return running();
    }

    private void runUntilStopped() {
        int end = takenUpTo();
        for (; ; ) {
            if (isTakenUpTo(end)) {
                boolean look = (boolean) ATTENTION.getOpaque(this); // before all else: it is a barrier
                end = endOfReady();
                if (look || isTakenUpTo(end)) {
                    if (stopping) {
                        return;
                    }
                    beginRound();
                    if (stoppedInPoll) {
                        return;
                    }
                    if (special) {
                        runSpecial();
                        end = takenUpTo();
                        continue;
                    }
                    end = endOfReady();
                }
            }
            end = runPlainSteps(end);
        }
    }

    /**
     * Runs rounds as long as their jobs are plain steps and there is nothing to look at. A loop of its own, which a job
     * that is more than a plain step leaves: so nothing in it lives longer than such a job's calls, and the JIT (that
     * of 17 above all) keeps what it needs in registers. What a step is not done with is run from here and not from
     * within it: the step stays small, and the JIT always makes it a part of this loop, in whatever order it compiles
     * them.
     *
     * @param end of the round that is going on
     * @return the end of the round that is going on now
     */
    private int runPlainSteps(int end) {
        int e = end;
        int h = takenUpTo();
        for (; ; ) {
            while (h != e) {
                Job job = takeReadyAt(h++);
                int left = job.step(this);
                if (left != Job.NOTHING) {
                    job.runRest(this, left);
                    return e;
                }
            }
            if ((boolean) ATTENTION.getOpaque(this)) {
                return e;
            }
            e = endOfReady();
            if (h == e) {
                return e;
            }
        }
    }

    /**
     * Runs a round between two events of a poller that has many to hand in: as if it had found only the first ones.
     * What an event has made ready is then run while all that belongs to it is still in the processor's cache. Does
     * nothing in debug mode, with a scheduler, or when the loop is to stop. From within {@link Poller#poll} only; what
     * a job throws is to be thrown by that.
     */
    public final void runRoundInPoll() {
        if (special || stopping || nothingReady() || running() != null) {
            return; // a job that is running may cause an event by itself
        }
        try {
            runReady();
        } finally {
            rest();
            stoppedInPoll = stopping;
        }
    }

    private void runLastRound() {
        if (special) {
            runSpecial();
        } else {
            runReady();
        }
    }

    private void runReady() {
        int end = endOfReady();
        while (!isTakenUpTo(end)) {
            takeReady().run(this);
        }
    }

    /** The round that is running, or the first one to come, is the last. */
    protected final void stopAfterRound() {
        stopping = true;
        attention = true;
    }

    /** Takes in what comes from outside and from timers. */
    private void beginRound() {
        attention = false;
        rest();
        takePosted();
        if (polls || !timers.isEmpty() || nothingReady()) {
            pollAndFire(this);
        }
        if (polls || stopping || special || !timers.isEmpty()) {
            attention = true;
        }
    }

    /** As many jobs as were ready at the beginning, whichever: so a schedule without a deviation is the usual round. */
    private void runSpecial() {
        JobScheduler s = scheduler;
        boolean tells = debug || observed;
        stallTold &= nothingReady();
        for (int left = ready(); left > 0; left--) {
            Job job = s == null ? takeReady() : takeReady(s.choose(this));
            if (tells) {
                runTold(job);
            } else {
                job.run(this);
            }
        }
        if (tells) {
            roundEnds();
        }
    }

    private void runTold(Job job) {
        stepBegins(job);
        try {
            job.run(this);
        } finally {
            stepEnds(job);
        }
    }

    /** No job is running, and what comes from outside is looked at. */
    protected void betweenJobs() {}

    /** Debug mode, or an observer: a job is about to be run. */
    protected abstract void stepBegins(Job job);

    /** Debug mode, or an observer: a job was run, or has thrown what leaves the loop. */
    protected abstract void stepEnds(Job job);

    /** Debug mode, or an observer: the jobs of a round were run. */
    protected abstract void roundEnds();

    /**
     * Debug mode: for a second nothing was ready, no timer was set and nothing was awaited from outside. Told once,
     * until something runs again.
     */
    protected abstract void stalled();

    /** Nothing is ready: the loop is about to wait, unless this schedules something. */
    protected abstract void aboutToWait();

    /** What to throw when virtual time is used and nothing can happen any more. */
    protected abstract RuntimeException deadlock();

    /** What to throw when the loop's thread was interrupted while it waited. */
    protected abstract Error interrupted();

    /** Refuses posts from now on, and drops all that is scheduled. */
    protected final void shut() {
        closed = true;
        discardReady();
        timers.fire(Long.MAX_VALUE, this);
        discardReady();
        for (Job job = inbox.poll(); job != null; job = inbox.poll()) {
            job.discarded();
        }
        poller.close();
    }

    private void discardReady() {
        while (!nothingReady()) {
            takeReady().discarded();
        }
    }

    /** Whether it was closed. */
    public final boolean isClosed() {
        return closed;
    }

    /** Throws if it was closed. */
    public final void checkOpen() {
        if (closed) {
            throw closedAlready();
        }
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("Event loop is closed");
    }

    // ---- threads -------------------------------------------------------------------------------

    /** Whether rounds are running. */
    public final boolean isRunning() {
        return thread != null;
    }

    /** The thread on which rounds are running, or null. */
    protected final @Nullable Thread thread() {
        return thread;
    }

    /** Whether the loop runs on the calling thread. */
    protected final boolean isOnThread() {
        return thread == Thread.currentThread();
    }

    /** Throws if the loop runs on another thread. */
    protected final void checkThread() {
        Thread t = thread;
        if (t != null && t != Thread.currentThread()) {
            throw wrongThread(this, t);
        }
    }

    /** Throws if the loop runs on another thread than this, on which something of it is used. */
    protected final void checkThread(Object used) {
        Thread t = thread;
        if (t != null && t != Thread.currentThread()) {
            throw wrongThread(used + " of " + this, t);
        }
    }

    private static IllegalStateException wrongThread(Object used, Thread t) {
        return new IllegalStateException(used
                + " runs on thread \""
                + t.getName()
                + "\" but was used from thread \""
                + Thread.currentThread().getName()
                + "\". Use callSoonThreadSafe or runCoroutineThreadSafe there.");
    }
}
