package dev.jacquard.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * The rows that both Jacquard and LimitC have: one figure per operation. Each program is called once per measurement.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("MemberName")
public abstract class Rows {
    abstract Object chains(int n);

    abstract Object yields(int tasks, int each);

    abstract Object spawnGather(int tasks);

    abstract Object pingpong(int messages);

    abstract Object skynet(int leaves);

    abstract Object locks(int tasks, int each);

    @Benchmark
    @OperationsPerInvocation(Sizes.CHAINS)
    public Object b3_call_chain_suspend() {
        return chains(Sizes.CHAINS);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.YIELDS)
    public Object b4_yield_1task() {
        return yields(1, Sizes.YIELDS);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.TASKS * Sizes.EACH)
    public Object b4_yield_1000tasks() {
        return yields(Sizes.TASKS, Sizes.EACH);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.SPAWN)
    public Object b5_spawn_gather() {
        return spawnGather(Sizes.SPAWN);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.MESSAGES)
    public Object b6_pingpong() {
        return pingpong(Sizes.MESSAGES);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.LEAVES)
    public Object b7_skynet() {
        return skynet(Sizes.LEAVES);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.LOCKERS * Sizes.LOCKS)
    public Object b8_lock_contention() {
        return locks(Sizes.LOCKERS, Sizes.LOCKS);
    }
}
