package dev.jacquard.net;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Netty's loop as jobs and timers of ours: as long as Netty has something to do a job is ready, so that virtual time
 * stands still and nothing is a deadlock; and what Netty schedules is due on our clock.
 *
 * <p>Netty's tasks keep their order. One job, a turn, runs those that are there when it begins.
 */
@SuppressWarnings({"deprecation", "FutureReturnValueIgnored"}) // a loop has to have all methods, old ones too
final class MemoryLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    private final JobLoop loop;
    private final OneThread thread;
    private final Runnable wakeup;
    private final Ticker ticker = new LoopsTicker();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger(); // tasks; a turn is posted if there are any
    private final DefaultPromise<@Nullable Void> termination = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);

    /** How much time was passed over when our loop was closed and its clock stood still. */
    private volatile long skipped;

    /**
     * For a loop.
     *
     * @param wakeup called when there is a task and our loop, closed, has no turns any more
     */
    MemoryLoop(JobLoop loop, OneThread thread, Runnable wakeup) {
        this.loop = loop;
        this.thread = thread;
        this.wakeup = wakeup;
    }

    // ---- tasks ---------------------------------------------------------------------------------

    @Override
    public void execute(Runnable task) {
        if (termination.isDone()) {
            throw new RejectedExecutionException("The loop is closed");
        }
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            postTurn();
        }
    }

    private void postTurn() {
        if (!loop.offer(new Turn())) {
            wakeup.run();
        }
    }

    /**
     * Runs what is there.
     *
     * @return false if there was nothing
     */
    boolean turn() {
        for (Runnable due = pollScheduledTask(); due != null; due = pollScheduledTask()) {
            tasks.add(due);
            waiting.incrementAndGet();
        }
        int now = waiting.get();
        EventExecutor before = ThreadExecutorMap.setCurrentExecutor(this);
        try {
            for (int i = 0; i < now; i++) {
                safeExecute(tasks.remove());
            }
        } finally {
            ThreadExecutorMap.setCurrentExecutor(before);
        }
        if (waiting.addAndGet(-now) > 0) {
            postTurn();
        }
        return now > 0;
    }

    /** Netty's tasks, at one time. */
    private final class Turn extends Job {
        @Override
        protected JobKind kind() {
            return JobKind.RESULT; // as if it came from a socket
        }

        @Override
        protected void run(JobLoop on) {
            turn();
        }

        @Override
        public String toString() {
            return "Netty's turn";
        }
    }

    // ---- time ----------------------------------------------------------------------------------

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return armed(super.schedule(command, delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return armed(super.schedule(callable, delay, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return armed(super.scheduleAtFixedRate(command, initialDelay, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return armed(super.scheduleWithFixedDelay(command, initialDelay, delay, unit));
    }

    private <F extends ScheduledFuture<?>> F armed(F scheduled) {
        Due due = new Due(scheduled);
        if (inEventLoop()) {
            due.arm();
        } else {
            execute(due::arm); // after it has come into Netty's queue
        }
        return scheduled;
    }

    /** A timer of ours for one of Netty's. */
    private final class Due extends Job {
        private final ScheduledFuture<?> scheduled;

        Due(ScheduledFuture<?> scheduled) {
            this.scheduled = scheduled;
        }

        void arm() {
            if (scheduled.isDone() || loop.isClosed()) {
                return;
            }
            long when = loop.nanos() + Math.max(0, scheduled.getDelay(TimeUnit.NANOSECONDS));
            loop.scheduleAt(when < 0 ? Long.MAX_VALUE : when, this);
        }

        @Override
        protected JobKind kind() {
            return JobKind.TIMER;
        }

        @Override
        protected boolean isDropped() {
            return scheduled.isDone();
        }

        @Override
        protected void run(JobLoop on) {
            turn();
            arm(); // if it is periodic
        }

        @Override
        public String toString() {
            return "Netty's timer";
        }
    }

    /** Lets time pass until the next timer, when our clock does not run any more. False if there is none. */
    boolean skipToNextTimer() {
        long next = nextScheduledTaskDeadlineNanos();
        if (next == -1) {
            return false;
        }
        skipped = Math.max(skipped, next - loop.nanos());
        return true;
    }

    /** Our loop's time. */
    private final class LoopsTicker implements Ticker {
        @Override
        public long initialNanoTime() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return loop.nanos() + skipped;
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            throw new UnsupportedOperationException("The thread of a loop does not sleep");
        }
    }

    // ---- the end -------------------------------------------------------------------------------

    /** Runs nothing any more. */
    void terminate() {
        cancelScheduledTasks();
        termination.setSuccess(null);
    }

    /** Our loop ends it, and nobody else. */
    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        return termination;
    }

    @Override
    public void shutdown() {}

    @Override
    public Future<?> terminationFuture() {
        return termination;
    }

    @Override
    public boolean isShuttingDown() {
        return termination.isDone();
    }

    @Override
    public boolean isShutdown() {
        return termination.isDone();
    }

    @Override
    public boolean isTerminated() {
        return termination.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return termination.await(timeout, unit);
    }

    // ---- as Netty's loop -----------------------------------------------------------------------

    @Override
    public boolean inEventLoop(Thread other) {
        return thread.is(other);
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    @SuppressWarnings("NullAway") // there is none
    public IoEventLoopGroup parent() {
        return null;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        return register(promise.channel(), promise);
    }

    @Override
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        return newFailedFuture(new UnsupportedOperationException(handle + " is not in memory"));
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return false;
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> handlerType) {
        return false;
    }

    @Override
    public String toString() {
        return "MemoryLoop[" + loop + "]";
    }
}
