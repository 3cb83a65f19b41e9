package dev.jacquard.benchmarks.limit;

import java.util.function.IntFunction;

/** The main task of most programs: spawns n tasks, gathers them, adds up what they give. */
final class Gathered extends Frame {
    private final int n;
    private final IntFunction<Frame> starts;

    Gathered(int n, IntFunction<Frame> starts) {
        this.n = n;
        this.starts = starts;
    }

    @Override
    Object resume(Task c, Object v) {
        if (state == 0) {
            Task[] ts = new Task[n];
            for (int i = 0; i < n; i++) {
                ts[i] = new Task(c.loop, starts.apply(i));
            }
            v = await(new Gather(c.loop, ts), c);
            if (v == SUSPENDED) {
                state = 1;
                return c.again(this);
            }
        } else {
            Failure.check(v);
        }
        long s = 0;
        for (Object x : (Object[]) v) {
            s += (Long) x;
        }
        return s;
    }

    private static Object await(Gather g, Task c) {
        return Future.await(g, c);
    }
}
