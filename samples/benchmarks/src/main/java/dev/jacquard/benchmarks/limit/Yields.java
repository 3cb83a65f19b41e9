package dev.jacquard.benchmarks.limit;

/** b4: a task that yields n times. */
final class Yields extends Frame {
    private final int n;
    private int i;

    Yields(int n) {
        this.n = n;
    }

    @Override
    Object resume(Task c, Object v) {
        int i = 0;
        if (state == 1) {
            Failure.check(v);
            i = this.i + 1;
        }
        for (; i < n; i++) {
            if (Task.yieldNow(c) == SUSPENDED) {
                this.i = i;
                state = 1;
                return c.again(this);
            }
        }
        return (long) n;
    }
}
