package dev.jacquard.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** One figure per operation; names and sizes are those of the peers' {@code LimitB}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("MemberName")
public class Jacquard {
    @Benchmark
    @OperationsPerInvocation(Sizes.AWAITS)
    public Object b1_await_ready() {
        return JacquardProg.awaitReadyMain(Sizes.AWAITS);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.CHAINS)
    public Object b2_call_chain() {
        return JacquardProg.chainMain(Sizes.CHAINS, false);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.CHAINS)
    public Object b2_call_chain_flat() {
        return JacquardFlat.main(Sizes.CHAINS);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.CHAINS)
    public Object b3_call_chain_suspend() {
        return JacquardProg.chainMain(Sizes.CHAINS, true);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.YIELDS)
    public Object b4_yield_1task() {
        return JacquardProg.yieldMain(1, Sizes.YIELDS);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.TASKS * Sizes.EACH)
    public Object b4_yield_1000tasks() {
        return JacquardProg.yieldMain(Sizes.TASKS, Sizes.EACH);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.SPAWN)
    public Object b5_spawn_gather() {
        return JacquardProg.spawnGather(Sizes.SPAWN);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.MESSAGES)
    public Object b6_pingpong() {
        return AsyncioProg.pingpong(Sizes.MESSAGES);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.LEAVES)
    public Object b7_skynet() {
        return AsyncioProg.skynet(Sizes.LEAVES);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.LOCKERS * Sizes.LOCKS)
    public Object b8_lock_contention() {
        return AsyncioProg.locks(Sizes.LOCKERS, Sizes.LOCKS, false);
    }
}
