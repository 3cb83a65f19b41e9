package dev.jacquard.benchmarks.limit;

/** b3: a chain of ten calls whose leaf yields. */
final class Chain extends Frame {
    private final long x;
    private final long local;

    private Chain(int state, long x, long local) {
        this.state = state;
        this.x = x;
        this.local = local;
    }

    static Object chain(Task c, int n, long x) {
        if (n == 0) {
            if (Task.yieldNow(c) == SUSPENDED) {
                return c.push(new Chain(1, x, 0));
            }
            return x;
        }
        long local = x * 31 + n;
        Object r = chain(c, n - 1, x + 1);
        if (r == SUSPENDED) {
            return c.push(new Chain(2, 0, local));
        }
        return (Long) r + local;
    }

    @Override
    Object resume(Task c, Object v) {
        Failure.check(v);
        return state == 1 ? x : (Long) v + local;
    }

    /** The task: n chains. */
    static final class Main extends Frame {
        private final int n;
        private int i;
        private long s;

        Main(int n) {
            this.n = n;
        }

        @Override
        Object resume(Task c, Object v) {
            int i = 0;
            long s = 0;
            if (state == 1) {
                Failure.check(v);
                s = this.s + (Long) v;
                i = this.i + 1;
            }
            for (; i < n; i++) {
                Object r = chain(c, 10, i);
                if (r == SUSPENDED) {
                    this.i = i;
                    this.s = s;
                    state = 1;
                    return c.again(this);
                }
                s += (Long) r;
            }
            return s;
        }
    }
}
