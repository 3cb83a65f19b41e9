package dev.jacquard;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Says in the log what the end of a {@link Runner} waits for, if that takes long: first after some time, then after
 * twice as long again, and so on.
 *
 * <p>Real time, whatever the loop's clock, and on a thread of its own: a timer of the loop would be something that a
 * virtual clock jumps to, and would say nothing if a task keeps the loop. The thread is there only while there is
 * something to wait for.
 */
final class CleanUpWatch implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 1000;

    private final BaseEventLoop loop;
    private final long first;
    private volatile @Nullable String waiting;
    private volatile boolean ended;
    private @Nullable Thread thread;

    /**
     * A watch that has not begun.
     *
     * @param first after how many nanoseconds it says something; 0 or less for never
     */
    CleanUpWatch(BaseEventLoop loop, long first) {
        this.loop = loop;
        this.first = first;
    }

    /** From now on there is something to wait for. */
    void waitsFor(String what) {
        waiting = what;
        if (thread == null && first > 0) {
            Thread t = new Thread(this::watch, "jacquard-clean-up-watch");
            t.setDaemon(true);
            t.setContextClassLoader(null); // it needs nobody's classes
            thread = t;
            t.start();
        }
    }

    private void watch() {
        long start = System.nanoTime();
        long interval = first;
        long next = first;
        while (!ended) {
            long left = next - (System.nanoTime() - start);
            if (left > 0) {
                LockSupport.parkNanos(this, left);
                continue;
            }
            tell(System.nanoTime() - start);
            interval = Math.min(2 * interval, Long.MAX_VALUE / 4);
            next += interval;
        }
    }

    private void tell(long waited) {
        String tasks = LiveTasks.describe(
                loop, AwaitGraph::tree, Math.max(1, Math.min(PATIENCE_MILLIS, TimeUnit.NANOSECONDS.toMillis(first))));
        String what = waiting;
        if (!ended) {
            loop.warn(
                    "Runner.close() has waited for " + seconds(waited) + " for " + what + "\n" + tasks.stripTrailing());
        }
    }

    private static String seconds(long nanos) {
        Duration d = Duration.ofNanos(nanos);
        return d.toSeconds() >= 1
                ? d.toSeconds() + " seconds"
                : String.format(Locale.ROOT, "%.3f seconds", nanos / 1e9);
    }

    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(thread);
    }
}
