package dev.jacquard.benchmarks.limit;

import java.util.SplittableRandom;

/** The benchmarks' programs. */
public final class Programs {
    private Programs() {}

    public static long chains(int n) {
        return (Long) new Loop().run(new Chain.Main(n));
    }

    public static long yields(int tasks, int n) {
        return gathered(tasks, new Loop(), i -> new Yields(n));
    }

    public static long spawnGather(int n) {
        return gathered(n, new Loop(), Leaf::new);
    }

    public static long pingpong(int n) {
        return (Long) new Loop().run(new PingPong(n));
    }

    public static long skynet(int leaves) {
        return (Long) new Loop().run(new Skynet(0, leaves));
    }

    public static long locks(int tasks, int n) {
        Lock lock = new Lock();
        int[] shared = new int[1];
        gathered(tasks, new Loop(), i -> new Locker(lock, shared, n));
        return shared[0];
    }

    /** Each task sleeps up to a second. */
    public static void timers(int tasks) {
        SplittableRandom random = new SplittableRandom(1);
        gathered(tasks, new Loop(), i -> new Sleeper(random.nextInt(1001) * 1_000_000L));
    }

    /** What keeps the tasks alive that are suspended at the given depth. */
    public static Object park(int tasks, int depth) {
        Loop loop = new Loop();
        Future gate = new Future(loop);
        loop.run(new Deep.Park(tasks, depth, gate));
        return new Object[] {loop, gate};
    }

    private static long gathered(int n, Loop loop, java.util.function.IntFunction<Frame> starts) {
        return (Long) loop.run(new Gathered(n, starts));
    }
}
