package dev.jacquard.benchmarks.limit;

/** b10: a chain of calls whose leaf awaits a future; an int, a long and a reference live in each. */
final class Deep extends Frame {
    private final int a;
    private final long b;
    private final String s;
    private Future gate;

    private Deep(int state, int a, long b, String s, Future gate) {
        this.state = state;
        this.a = a;
        this.b = b;
        this.s = s;
        this.gate = gate;
    }

    private static Object deep(Task c, int a, long b, String s, Future gate) {
        Object r = a == 1 ? Future.await(gate, c) : deep(c, a - 1, b + a, s, gate);
        if (r == SUSPENDED) {
            return c.push(new Deep(1, a, b, s, null));
        }
        return (Long) r + a + b + s.length();
    }

    @Override
    Object resume(Task c, Object v) {
        if (state == 0) {
            v = a == 1 ? Future.await(gate, c) : deep(c, a - 1, b + a, s, gate);
            if (v == SUSPENDED) {
                gate = null;
                state = 1;
                return c.again(this);
            }
        } else {
            Failure.check(v);
        }
        return (Long) v + a + b + s.length();
    }

    /** Suspends tasks at a gate, and ends while they wait. */
    static final class Park extends Frame {
        private final int tasks;
        private final int depth;
        private final Future gate;

        Park(int tasks, int depth, Future gate) {
            this.tasks = tasks;
            this.depth = depth;
            this.gate = gate;
        }

        @Override
        Object resume(Task c, Object v) {
            if (state == 0) {
                for (int i = 0; i < tasks; i++) {
                    new Task(c.loop, new Deep(0, depth, 7, "local", gate));
                }
                state = 1;
                Task.yieldNow(c);
                return c.again(this);
            }
            Failure.check(v);
            return null;
        }
    }
}
