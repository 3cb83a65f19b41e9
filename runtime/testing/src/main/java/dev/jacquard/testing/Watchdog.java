package dev.jacquard.testing;

import dev.jacquard.EventLoop;
import dev.jacquard.LoopExit;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a run that takes too long on the system's clock, and describes what its tasks do then. */
final class Watchdog implements AutoCloseable {
    private static final ScheduledExecutorService THREADS = newThreads();
    private static final long PATIENCE_MILLIS = 1000;

    private final EventLoop loop;
    private final Thread thread = Thread.currentThread();
    private final Future<?> scheduled;
    private @Nullable String graph;
    private @Nullable Future<?> interrupting;
    private boolean ended;

    /** One thread, which ends when there is nothing to watch, and holds nobody's classes. */
    private static ScheduledExecutorService newThreads() {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(1, r -> {
            Thread t = new Thread(null, r, "jacquard-test-watchdog", 0, false);
            t.setDaemon(true);
            t.setContextClassLoader(null);
            return t;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.setKeepAliveTime(1, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** For what is about to run on this thread. */
    Watchdog(EventLoop loop, Duration timeout) {
        this.loop = loop;
        long millis;
        try {
            millis = timeout.toMillis();
        } catch (ArithmeticException e) {
            millis = Long.MAX_VALUE;
        }
        scheduled = THREADS.schedule(this::expire, millis, TimeUnit.MILLISECONDS);
    }

    private void expire() {
        String tasks = loop.describeTasks();
        synchronized (this) {
            if (ended) {
                return;
            }
            graph = tasks;
        }
        loop.callSoonThreadSafe(() -> {
            throw new LoopExit("The test took too long");
        });
        synchronized (this) {
            interrupting = THREADS.schedule(this::interrupt, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A step blocks the thread. */
    private synchronized void interrupt() {
        if (!ended) {
            thread.interrupt();
        }
    }

    /** What the tasks were doing when it was over, or null. */
    synchronized @Nullable String graph() {
        return graph;
    }

    @Override
    public void close() {
        scheduled.cancel(false);
        synchronized (this) {
            ended = true;
            if (interrupting != null) {
                interrupting.cancel(false);
            }
            if (graph != null) {
                Thread.interrupted(); // perhaps by us
            }
        }
    }
}
