package dev.jacquard.benchmarks.limit;

/** asyncio.Lock. */
final class Lock {
    private boolean locked;
    private final Waiter.Line waiters = new Waiter.Line();

    static Object acquire(Lock lock, Task c) {
        if (!lock.locked && lock.nobodyWaits()) {
            lock.locked = true;
            return true;
        }
        Waiter w = new Acquirer(lock, c.loop);
        lock.waiters.add(w);
        return Future.await(w, c);
    }

    private boolean nobodyWaits() {
        for (Waiter w = waiters.first(); w != null; w = w.next) {
            if (w.state != Future.CANCELLED) {
                return false;
            }
        }
        return true;
    }

    void release() {
        if (!locked) {
            throw new IllegalStateException("not locked");
        }
        locked = false;
        wakeFirst();
    }

    private void wakeFirst() {
        Waiter w = waiters.first();
        if (w != null && w.state == Future.PENDING) {
            w.setResult(true);
        }
    }

    private static final class Acquirer extends Waiter {
        private final Lock lock;

        Acquirer(Lock lock, Loop loop) {
            super(loop);
            this.lock = lock;
        }

        @Override
        Object take(Task c, Failure cancellation) {
            lock.waiters.remove(this);
            if (cancellation != null || state != DONE) {
                if (!lock.locked) {
                    lock.wakeFirst();
                }
                return super.take(c, cancellation);
            }
            lock.locked = true;
            return true;
        }
    }
}
