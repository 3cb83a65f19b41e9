package dev.jacquard.benchmarks.limit;

import java.util.Arrays;

/** asyncio.Queue. */
final class Queue {
    private final int maxSize;
    private Object[] items = new Object[2]; // a ring; the length is a power of two
    private int head;
    private int size;
    private final Waiter.Line getters = new Waiter.Line();
    private final Waiter.Line putters = new Waiter.Line();

    Queue(int maxSize) {
        this.maxSize = maxSize;
    }

    static Object put(Queue q, Object item, Task c) {
        if (q.isFull()) {
            Waiter w = new Putter(q, item, c.loop);
            q.putters.add(w);
            return Future.await(w, c);
        }
        q.putNowait(item);
        return null;
    }

    static Object get(Queue q, Task c) {
        if (q.size == 0) {
            Waiter w = new Getter(q, c.loop);
            q.getters.add(w);
            return Future.await(w, c);
        }
        return q.getNowait();
    }

    private boolean isFull() {
        return maxSize > 0 && size >= maxSize;
    }

    private void putNowait(Object item) {
        if (size == items.length) {
            grow();
        }
        items[(head + size++) & (items.length - 1)] = item;
        wakeNext(getters);
    }

    private void grow() {
        int n = items.length;
        Object[] more = Arrays.copyOfRange(items, head, head + n * 2); // the rest is null
        System.arraycopy(items, 0, more, n - head, head);
        items = more;
        head = 0;
    }

    private Object getNowait() {
        int h = head;
        Object item = items[h];
        items[h] = null;
        head = (h + 1) & (items.length - 1);
        size--;
        wakeNext(putters);
        return item;
    }

    private static void wakeNext(Waiter.Line line) {
        for (Waiter w = line.poll(); w != null; w = line.poll()) {
            if (w.state == Future.PENDING) {
                w.setResult(null);
                return;
            }
        }
    }

    private static final class Getter extends Waiter {
        private final Queue q;

        Getter(Queue q, Loop loop) {
            super(loop);
            this.q = q;
        }

        @Override
        Object take(Task c, Failure cancellation) {
            if (cancellation != null || state != DONE) {
                q.getters.remove(this);
                if (q.size > 0 && state != CANCELLED) {
                    wakeNext(q.getters);
                }
                return super.take(c, cancellation);
            }
            if (q.size == 0) { // another one was faster
                state = PENDING;
                q.getters.add(this);
                return await(this, c);
            }
            return q.getNowait();
        }
    }

    private static final class Putter extends Waiter {
        private final Queue q;
        private final Object item;

        Putter(Queue q, Object item, Loop loop) {
            super(loop);
            this.q = q;
            this.item = item;
        }

        @Override
        Object take(Task c, Failure cancellation) {
            if (cancellation != null || state != DONE) {
                q.putters.remove(this);
                if (!q.isFull() && state != CANCELLED) {
                    wakeNext(q.putters);
                }
                return super.take(c, cancellation);
            }
            if (q.isFull()) {
                state = PENDING;
                q.putters.add(this);
                return await(this, c);
            }
            q.putNowait(item);
            return null;
        }
    }
}
