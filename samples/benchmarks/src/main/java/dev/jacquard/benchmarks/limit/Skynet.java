package dev.jacquard.benchmarks.limit;

/** b7: a tree of tasks, ten children each; the sum of the leaves' numbers. */
final class Skynet extends Frame {
    private final long num;
    private final int size;
    private Task[] kids;
    private int i;
    private long s;

    Skynet(long num, int size) {
        this.num = num;
        this.size = size;
    }

    @Override
    Object resume(Task c, Object v) {
        Task[] kids;
        int i;
        long s;
        if (state == 0) {
            if (size == 1) {
                return num;
            }
            kids = new Task[10];
            int sub = size / 10;
            for (int k = 0; k < 10; k++) {
                kids[k] = new Task(c.loop, new Skynet(num + (long) k * sub, sub));
            }
            i = 0;
            s = 0;
        } else {
            Failure.check(v);
            kids = this.kids;
            s = this.s + (Long) v;
            i = this.i + 1;
        }
        for (; i < 10; i++) {
            Object r = Future.await(kids[i], c);
            if (r == SUSPENDED) {
                this.kids = kids;
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
