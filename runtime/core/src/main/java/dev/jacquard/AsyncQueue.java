package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import org.jspecify.annotations.Nullable;

/**
 * Hands items from tasks to tasks, first in, first out; if it is bounded, putting waits while it is full.
 * {@code asyncio.Queue}.
 *
 * <p>Tasks that wait are served in the order in which they came. For the tasks of one loop, not for threads.
 *
 * @param <E> an item, which may be null
 */
public sealed class AsyncQueue<E extends @Nullable Object> extends Source<E>
        permits AsyncLifoQueue, AsyncPriorityQueue {
    private final int maxSize;
    private final Items<E> items;
    private final WaitQueue getters = new WaitQueue(this);
    private final WaitQueue putters = new WaitQueue(this);
    private final WaitQueue joiners = new WaitQueue(this);

    /** Items put for which {@link #taskDone} was not called. */
    private int unfinished;

    private boolean shutDown;

    /** A queue without bound. */
    public AsyncQueue() {
        this(0);
    }

    /**
     * A queue.
     *
     * @param maxSize how many items it holds at most; 0 or less for no bound
     */
    public AsyncQueue(int maxSize) {
        this(maxSize, new ItemRing.Fifo<>());
    }

    AsyncQueue(int maxSize, Items<E> items) {
        this.maxSize = maxSize;
        this.items = items;
    }

    // ---- putting -------------------------------------------------------------------------------

    /**
     * Puts an item into the queue, and waits while it is full; does not yield if it is not. {@code Queue.put}.
     *
     * @throws QueueShutDown when awaited, if the queue is or gets shut down
     * @throws CancelledError when awaited, if the task is cancelled meanwhile; then the item is not in the queue
     * @throws IllegalStateException when awaited, if it has to wait and has been waited for on another loop
     */
    @Async
    public final Coroutine<Void> put(E item) {
        while (isFull()) {
            Waiter putter = joinPutters(item);
            try {
                await(putter);
            } catch (Throwable e) {
                giveUpPutting(putter);
                throw e;
            }
            putters.leave(putter);
        }
        putNowait(item);
        return Coroutine.done();
    }

    private Waiter joinPutters(E item) {
        items.check(item);
        checkNotShutDown();
        return putters.join();
    }

    /** One that was woken for a free place lets the next one have it. */
    private void giveUpPutting(Waiter putter) {
        putters.leave(putter);
        if (putter.isWoken() && !isFull()) {
            putters.wakeNext();
        }
    }

    /**
     * Puts an item into the queue at once. {@code Queue.put_nowait}.
     *
     * @throws QueueFull if the queue is full
     * @throws QueueShutDown if the queue was shut down
     */
    public final void putNowait(E item) {
        checkThread();
        checkNotShutDown();
        if (isFull()) {
            throw new QueueFull(this + " is full: await(put(item)) waits until somebody has taken one");
        }
        items.add(item);
        unfinished++;
        getters.wakeNext();
    }

    // ---- getting -------------------------------------------------------------------------------

    /**
     * Takes the next item out of the queue, and waits while there is none; does not yield if there is one.
     * {@code Queue.get}.
     *
     * <p>Awaiting the same coroutine again takes another item.
     *
     * @throws QueueShutDown when awaited, if the queue is or gets shut down and is empty
     * @throws CancelledError when awaited, if the task is cancelled meanwhile; then no item is taken
     * @throws IllegalStateException when awaited, if it has to wait and has been waited for on another loop
     */
    // not @Async: see Attempt
    public final Coroutine<E> get() {
        return taking();
    }

    @Override
    final @Nullable Object takeOrWait(BaseDriver driver) throws Throwable {
        return get(driver);
    }

    private @Nullable Object get(BaseDriver driver) throws Throwable {
        if (isEmpty()) {
            checkNotShutDown();
            return new GetAttempt(getters).await(driver);
        }
        return getNowait();
    }

    @Override
    final String taken() {
        return "AsyncQueue.get";
    }

    /** For one that was woken. */
    final @Nullable Object get(GetAttempt getter, Task<?> by) {
        if (isEmpty()) {
            checkNotShutDown();
            return getter.waitAgain(by);
        }
        return getNowait();
    }

    /** One that was woken for an item lets the next one have it. */
    final void giveUpGetting(boolean isWoken) {
        if (isWoken && !isEmpty()) {
            getters.wakeNext();
        }
    }

    /**
     * Takes the next item out of the queue at once. {@code Queue.get_nowait}.
     *
     * @throws QueueEmpty if there is none
     * @throws QueueShutDown if there is none and the queue was shut down
     */
    public final E getNowait() {
        checkThread();
        if (isEmpty()) {
            checkNotShutDown();
            throw new QueueEmpty(this + " is empty: await(get()) waits for the next item");
        }
        E item = items.take();
        putters.wakeNext();
        return item;
    }

    // ---- keeping account of the work -----------------------------------------------------------

    /**
     * Tells that the work on an item that was got is done; to be called once for each. {@code Queue.task_done}.
     *
     * @throws IllegalStateException if it was called as often as items were put
     */
    public final void taskDone() {
        checkThread();
        if (unfinished == 0) {
            throw new IllegalStateException("taskDone() of "
                    + this
                    + " was called more often than items were put: call it once for each"
                    + " item that was got.");
        }
        finished(1);
    }

    private void finished(int n) {
        unfinished -= n;
        if (unfinished == 0) {
            joiners.wakeAll();
        }
    }

    /**
     * Waits until the work on all items that were put is done. {@code Queue.join}.
     *
     * @throws CancelledError when awaited, if the task is cancelled meanwhile
     * @throws IllegalStateException when awaited, if it has to wait and has been waited for on another loop
     */
    @Async
    public final Coroutine<Void> join() {
        if (unfinished > 0) {
            Waiter joiner = joiners.join();
            try {
                await(joiner);
            } finally {
                joiners.leave(joiner);
            }
        }
        return Coroutine.done();
    }

    // ---- shutting down -------------------------------------------------------------------------

    /** {@link #shutdown(boolean)} that leaves the items to be got. */
    public final void shutdown() {
        shutdown(false);
    }

    /**
     * Ends the queue: whoever puts, or waits to put, gets {@link QueueShutDown}, and so does whoever gets when no items
     * are left. {@code Queue.shutdown}.
     *
     * @param immediate whether to drop the items that are left; they count as done
     */
    public final void shutdown(boolean immediate) {
        checkThread();
        shutDown = true;
        if (immediate) {
            int dropped = Math.min(items.size, unfinished);
            items.clear();
            finished(dropped);
        }
        getters.wakeAll();
        putters.wakeAll();
    }

    private void checkNotShutDown() {
        if (shutDown) {
            throw new QueueShutDown(this
                    + " was shut down: nothing can be put into it any more"
                    + (isEmpty() ? ", and nothing is left to get" : ""));
        }
    }

    // ---- asking --------------------------------------------------------------------------------

    /** How many items are in the queue. {@code Queue.qsize}. */
    public final int size() {
        return items.size;
    }

    /** How many it holds at most; 0 or less if there is no bound. */
    public final int maxSize() {
        return maxSize;
    }

    /** Whether there is no item. */
    public final boolean isEmpty() {
        return items.size == 0;
    }

    /** Whether it holds as many items as it may. */
    public final boolean isFull() {
        return maxSize > 0 && items.size >= maxSize;
    }

    @Override
    public final String toString() {
        StringBuilder s = new StringBuilder(getClass().getSimpleName());
        s.append("[size:").append(items.size);
        if (maxSize > 0) {
            s.append(", maxSize:").append(maxSize);
        }
        append(s, ", getters:", getters.size());
        append(s, ", putters:", putters.size());
        append(s, ", joiners:", joiners.size());
        append(s, ", tasks:", unfinished);
        return s.append(shutDown ? ", shut down]" : "]").toString();
    }

    private static void append(StringBuilder s, String what, int n) {
        if (n > 0) {
            s.append(what).append(n);
        }
    }
}
