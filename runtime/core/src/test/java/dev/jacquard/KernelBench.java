package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Woven;
import java.util.ArrayList;
import java.util.List;

/** Not a test: rough figures of the hot paths. */
final class KernelBench {
    static final class YieldLoop extends Coroutine<Void> {
        int left;

        YieldLoop(int n) {
            left = n;
        }

        @Override
        protected Object resume(Driver d, Object v) throws Throwable {
            boolean first = state == 0;
            if (!first) {
                Woven.check(v);
            }
            state = 1;
            while (left-- > 0) {
                if (Woven.await(Asyncio.sleep(0), d) == Driver.SUSPENDED) {
                    return first ? d.push(this) : d.again(this);
                }
            }
            return null;
        }
    }

    static final class Spawn extends Coroutine<Void> {
        final int n;

        Spawn(int n) {
            this.n = n;
        }

        static final class One extends Coroutine<Integer> {
            @Override
            protected Object resume(Driver d, Object v) {
                return 1;
            }
        }

        @Override
        protected Object resume(Driver d, Object v) throws Throwable {
            if (state == 0) {
                state = 1;
                List<Task<Integer>> l = new ArrayList<>(n);
                for (int i = 0; i < n; i++) {
                    l.add(Asyncio.createTask(new One()));
                }
                if (Woven.await(Asyncio.gather(l), d) == Driver.SUSPENDED) {
                    return d.push(this);
                }
            }
            Woven.check(v);
            return null;
        }
    }

    public static void main(String[] args) {
        for (int r = 0; r < 12; r++) {
            long t = System.nanoTime();
            Asyncio.run(new YieldLoop(5_000_000));
            long y = System.nanoTime() - t;
            t = System.nanoTime();
            Asyncio.run(new Spawn(1_000_000));
            long s = System.nanoTime() - t;
            System.out.printf("yield %.1f ns, spawn+gather %.1f ns%n", y / 5e6, s / 1e6);
        }
    }
}
