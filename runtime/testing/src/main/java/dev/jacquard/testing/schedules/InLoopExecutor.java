package dev.jacquard.testing.schedules;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a loop whose schedule is explored: each blocking call is one step of the loop, at
 * any time from now on. So the order in which threads end is a choice like all others, and the same
 * when it is repeated.
 */
final class InLoopExecutor extends AbstractExecutorService {
    private final JobLoop loop;
    private boolean shutDown;

    InLoopExecutor(JobLoop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable blocking) {
        if (shutDown) {
            throw new RejectedExecutionException("The executor was shut down");
        }
        loop.schedule(new Call(blocking));
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutDown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    /** What a thread does. */
    private static final class Call extends Job {
        private final Runnable blocking;

        Call(Runnable blocking) {
            this.blocking = blocking;
        }

        @Override
        protected JobKind kind() {
            return JobKind.RESULT;
        }

        @Override
        protected void run(JobLoop on) {
            blocking.run();
        }

        @Override
        public String toString() {
            return "thread";
        }
    }
}
