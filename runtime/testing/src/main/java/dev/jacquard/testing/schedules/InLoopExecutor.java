package dev.jacquard.testing.schedules;

import dev.jacquard.EventLoop;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a loop whose schedule is explored: each blocking call is one step of the loop, at any time from now
 * on. So the order in which threads end is a choice like all others, and the same when it is repeated.
 */
final class InLoopExecutor extends AbstractExecutorService {
    private final EventLoop loop;
    private boolean shutDown;

    InLoopExecutor(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable blocking) {
        if (shutDown) {
            throw new RejectedExecutionException("The executor was shut down");
        }
        new Call(blocking).happenSoon(loop);
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
    private static final class Call extends Event {
        private final Runnable blocking;

        Call(Runnable blocking) {
            this.blocking = blocking;
        }

        @Override
        protected void happen() {
            blocking.run();
        }

        @Override
        protected String who() {
            return "(thread)";
        }

        @Override
        protected String what() {
            return "thread";
        }
    }
}
