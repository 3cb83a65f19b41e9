package dev.jacquard.benchmarks.limit;

/** b8: takes a lock n times, and yields while it has it. */
@SuppressWarnings("fallthrough")
final class Locker extends Frame {
    private final Lock lock;
    private final int[] shared;
    private final int n;
    private int i;

    Locker(Lock lock, int[] shared, int n) {
        this.lock = lock;
        this.shared = shared;
        this.n = n;
    }

    @Override
    Object resume(Task c, Object v) {
        int i = this.i;
        int at = state;
        for (; ; ) {
            switch (at) {
                case 0:
                    if (i == n) {
                        return (long) n;
                    }
                    if (Lock.acquire(lock, c) == SUSPENDED) {
                        this.i = i;
                        state = 1;
                        return c.again(this);
                    }
                    at = 3;
                    break;
                case 1:
                    Failure.check(v);
                // falls through
                case 3:
                    try {
                        if (Task.yieldNow(c) == SUSPENDED) {
                            this.i = i;
                            state = 2;
                            return c.again(this);
                        }
                        shared[0]++;
                    } catch (Throwable t) {
                        lock.release();
                        throw t;
                    }
                    lock.release();
                    i++;
                    at = 0;
                    break;
                case 2:
                    try {
                        Failure.check(v);
                        shared[0]++;
                    } catch (Throwable t) {
                        lock.release();
                        throw t;
                    }
                    lock.release();
                    i++;
                    at = 0;
                    break;
                default:
                    throw new IllegalStateException();
            }
        }
    }
}
