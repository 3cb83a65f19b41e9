package dev.jacquard.loop;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What makes jobs ready from outside of the loop: timers, other threads, the poller; and how the loop waits for them.
 *
 * <p>The loop's superclass and not a field of it, as {@link ReadyQueue}.
 */
abstract class Outside extends ReadyQueue {
    private static final long STALL_NANOS = 1_000_000_000;

    final TimerHeap timers = new TimerHeap();
    final Clock clock;
    volatile Poller poller; // other threads wake it up
    boolean polls;
    final ConcurrentLinkedQueue<Job> inbox = new ConcurrentLinkedQueue<>();
    int outsideWork;
    int outsideHope;
    boolean stallTold;

    Outside(Clock clock, Poller poller) {
        this.clock = clock;
        this.poller = poller;
        this.polls = poller.hasEvents();
    }

    final void takePosted() {
        for (Job job = inbox.poll(); job != null; job = inbox.poll()) {
            addReady(job);
        }
    }

    final void pollAndFire(JobLoop loop) {
        loop.betweenJobs();
        if (nothingReady() && !loop.stopping) {
            waitForSomething(loop);
        } else if (polls) {
            poller.poll(0);
        }
        takePosted();
        if (!timers.isEmpty()) {
            timers.fire(clock.nanos(), loop);
        }
    }

    private void waitForSomething(JobLoop loop) {
        loop.aboutToWait();
        if (!nothingReady() || !inbox.isEmpty()) {
            return;
        }
        long next = timers.next();
        if (outsideWork == 0) {
            clock.idle(next);
            if (!nothingReady()) {
                return;
            }
        }
        if (clock.isVirtual() && outsideWork == 0) {
            if (next != Long.MAX_VALUE) {
                if (polls) {
                    poller.poll(0);
                }
                if (nothingReady() && inbox.isEmpty()) {
                    clock.jumpTo(next);
                }
                return;
            }
            if (outsideHope == 0 && !(polls && poller.mayHaveEvents())) {
                throw loop.deadlock();
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
            throw loop.interrupted();
        }
        if (timeout < 0 && loop.debug && !stallTold && !polls && outsideWork == 0 && outsideHope == 0) {
            pollForStall(loop);
        } else {
            poller.poll(timeout);
        }
        if (Thread.interrupted()) { // or parking would return at once, for ever
            throw loop.interrupted();
        }
    }

    /** Debug mode: nothing will ever run unless a thread that nobody knows of posts something. */
    private void pollForStall(JobLoop loop) {
        poller.poll(STALL_NANOS);
        if (inbox.isEmpty() && nothingReady()) {
            stallTold = true;
            loop.stalled();
        }
    }
}
