package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a loop that something outside of it, a thread or a library, is going to use
 * {@link EventLoop#callSoonThreadSafe}. On a virtual clock the loop could not know: it would jump to the next timer, or
 * report a deadlock, while that thread still works.
 *
 * <pre>{@code
 * OutsideWork work = loop.outsideWork();
 * new Thread(() -> {
 *     int n = measure();
 *     loop.callSoonThreadSafe(() -> promise.setResult(n));
 *     work.close();
 * }).start();
 * await(promise);
 * }</pre>
 *
 * <p>{@link Asyncio#toThread}, awaited stages and {@link Asyncio#runCoroutineThreadSafe}'s tasks need none.
 */
public final class OutsideWork implements AutoCloseable {
    private final JobLoop loop;
    private final boolean certain;
    private final AtomicBoolean closed = new AtomicBoolean();

    OutsideWork(JobLoop loop, boolean certain) {
        this.loop = loop;
        this.certain = certain;
        count(1);
    }

    private void count(int difference) {
        if (certain) {
            loop.outsideWork(difference);
        } else {
            loop.outsideHope(difference);
        }
    }

    /**
     * The work is done: what it has posted before is run first. Callable from any thread; closing again does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            loop.offer(new Job() {
                @Override
                protected void run(JobLoop on) {
                    count(-1);
                }
            });
        }
    }

    @Override
    public String toString() {
        return "OutsideWork[" + (certain ? "will post" : "may post") + (closed.get() ? ", done]" : "]");
    }
}
