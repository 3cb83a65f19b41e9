package dev.jacquard.benchmarks;

import dev.jacquard.benchmarks.limit.Programs;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The least that keeps CPython's order of events, written by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("MemberName")
public class LimitC {
    @Benchmark
    @OperationsPerInvocation(Sizes.CHAINS)
    public Object b3_call_chain_suspend() {
        return Programs.chains(Sizes.CHAINS);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.YIELDS)
    public Object b4_yield_1task() {
        return Programs.yields(1, Sizes.YIELDS);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.TASKS * Sizes.EACH)
    public Object b4_yield_1000tasks() {
        return Programs.yields(Sizes.TASKS, Sizes.EACH);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.SPAWN)
    public Object b5_spawn_gather() {
        return Programs.spawnGather(Sizes.SPAWN);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.MESSAGES)
    public Object b6_pingpong() {
        return Programs.pingpong(Sizes.MESSAGES);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.LEAVES)
    public Object b7_skynet() {
        return Programs.skynet(Sizes.LEAVES);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.LOCKERS * Sizes.LOCKS)
    public Object b8_lock_contention() {
        return Programs.locks(Sizes.LOCKERS, Sizes.LOCKS);
    }
}
