package dev.jacquard.benchmarks.limit;

/** b6: sends numbers, and adds up what comes back. */
@SuppressWarnings("fallthrough")
final class PingPong extends Frame {
    private final int n;
    private Queue out;
    private Queue back;
    private Task pong;
    private int i;
    private long s;

    PingPong(int n) {
        this.n = n;
    }

    @Override
    Object resume(Task c, Object v) {
        int at = state;
        if (at == 0) {
            out = new Queue(1);
            back = new Queue(1);
            pong = new Task(c.loop, new Pong(out, back, n));
        } else {
            Failure.check(v);
        }
        Queue out = this.out;
        Queue back = this.back;
        int i = this.i;
        long s = this.s;
        for (; ; ) {
            switch (at) {
                case 0:
                    if (i == n) {
                        if (Future.await(pong, c) == SUSPENDED) {
                            this.s = s;
                            state = 3;
                            return c.again(this);
                        }
                        return s;
                    }
                    if (Queue.put(out, (long) i, c) == SUSPENDED) {
                        this.i = i;
                        this.s = s;
                        state = 1;
                        return c.again(this);
                    }
                // falls through
                case 1:
                    v = Queue.get(back, c);
                    if (v == SUSPENDED) {
                        this.i = i;
                        this.s = s;
                        state = 2;
                        return c.again(this);
                    }
                // falls through
                case 2:
                    s += (Long) v;
                    i++;
                    at = 0;
                    break;
                case 3:
                    return s;
                default:
                    throw new IllegalStateException();
            }
        }
    }

    /** Sends back what it gets. */
    private static final class Pong extends Frame {
        private final Queue in;
        private final Queue back;
        private final int n;
        private int i;

        Pong(Queue in, Queue back, int n) {
            this.in = in;
            this.back = back;
            this.n = n;
        }

        @Override
        Object resume(Task c, Object v) {
            int i = this.i;
            int at = state;
            if (at != 0) {
                Failure.check(v);
            }
            for (; ; ) {
                switch (at) {
                    case 0:
                        if (i == n) {
                            return null;
                        }
                        v = Queue.get(in, c);
                        if (v == SUSPENDED) {
                            this.i = i;
                            state = 1;
                            return c.again(this);
                        }
                    // falls through
                    case 1:
                        if (Queue.put(back, v, c) == SUSPENDED) {
                            this.i = i;
                            state = 2;
                            return c.again(this);
                        }
                    // falls through
                    case 2:
                        i++;
                        at = 0;
                        break;
                    default:
                        throw new IllegalStateException();
                }
            }
        }
    }
}
